# Completion of trueup for fish: trueup completion fish | source
function __trueup_complete
  set -l current (commandline -ct)
  set -l words (commandline -opc)
  set -l flag (string match -r -- '^-[^=]*=' $current)
  set -l rest (string replace -r -- '^-[^=]*=' '' $current)
  for line in (command trueup __complete "=$current" $words[2..-1] 2>/dev/null)
    switch $line
      case :files
        __fish_complete_path "$rest" | string replace -r '^' -- "$flag"
      case :folders
        __fish_complete_directories "$rest" | string replace -r '^' -- "$flag"
      case ':*'
      case '*'
        printf '%s\n' $line
    end
  end
end
complete -c trueup -e
complete -c trueup -f -k -a '(__trueup_complete)'

# Completion of trueup for bash 3.2 and newer: source <(trueup completion bash)
_trueup() {
  local line=$COMP_LINE word words=() value does offers="" i
  line=${line:0:COMP_POINT}
  # bash divides at = and @ and : too; what no blank divides is one word.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((i == 0)); then
      line=${line#*"$word"}
      continue
    fi
    if [[ $line == [[:blank:]]* || i -eq 1 ]]; then
      line=${line#"${line%%[![:blank:]]*}"}
      words[${#words[@]}]=
    fi
    [[ $line == "$word"* ]] || word=$line
    words[${#words[@]} - 1]+=$word
    line=${line#"$word"}
  done
  local last=$((${#words[@]} - 1))
  local current=${words[last]//[\"\']/}
  [[ $word == "=" ]] && word=
  COMPREPLY=()
  while IFS=$'\t' read -r value does; do
    case $value in
      :*) offers=$value ;;
      *) COMPREPLY+=("${value#"${current%"$word"}"}") ;;
    esac
  done < <(command trueup __complete "=$current" "${words[@]:0:last}" 2>/dev/null)
  [[ $offers == :none ]] && compopt +o default 2>/dev/null
  return 0
}
complete -o default -F _trueup trueup

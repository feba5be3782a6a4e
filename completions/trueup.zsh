#compdef trueup
# Completion of trueup for zsh, after compinit: source <(trueup completion zsh)
_trueup() {
  local value does offers=
  local -a described
  while IFS=$'\t' read -r value does; do
    case $value in
      :*) offers=$value ;;
      *) described+=("${value//:/\:}${does:+:$does}") ;;
    esac
  done < <(command trueup __complete "=${(Q)PREFIX}" "${(@Q)words[2,CURRENT-1]}" 2>/dev/null)
  (( $#described )) && _describe -V trueup described
  [[ $offers == :none ]] && return
  [[ $PREFIX == -*=* ]] && compset -P '*='
  if [[ $offers == :folders ]]; then _files -/; else _files; fi
}
if [[ $funcstack[1] == _trueup ]]; then _trueup "$@"; else compdef _trueup trueup; fi

# bash completion for pgmend. What is offered comes from pgmend itself: `pgmend __complete WORDS…`.
_pgmend() {
    local cur words cword lines line
    _get_comp_words_by_ref -n '=:' cur words cword
    mapfile -t lines < <("${words[0]/#\~/$HOME}" __complete "${words[@]:1:cword}" 2>/dev/null)
    # bash replaces only what stands behind the last '=' or ':' of the word.
    local before=${cur%"${cur##*[=:]}"}
    COMPREPLY=()
    for line in "${lines[@]:1}"; do
        line=${line%%$'\t'*}
        COMPREPLY+=("${line#"$before"}")
    done
    [[ $cur == --*=* ]] && cur=${cur#*=}
    case ${lines[0]} in
    files) _filedir ;;
    folders) _filedir -d ;;
    esac
    return 0
} && complete -o nosort -F _pgmend pgmend

# fish completion for pgmend. What is offered comes from pgmend itself: `pgmend __complete WORDS…`.
function __pgmend_words
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l typed (commandline --current-token --cut-at-cursor)
    set -l lines ($words[1] __complete $words[2..-1] "$typed" 2>/dev/null)
    string join \n -- $lines[2..-1]
    set -l start (string match --regex -- '^--[^=]+=' $typed)
    set -l path (string replace --regex -- '^--[^=]+=' '' $typed)
    switch "$lines[1]"
        case files
            printf "$start%s\n" (__fish_complete_path $path)
        case folders
            printf "$start%s\n" (__fish_complete_directories $path)
    end
end
complete --command pgmend --no-files --keep-order --arguments '(__pgmend_words)'

# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_squall_global_optspecs
    string join \n color= h/help V/version
end

function __fish_squall_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_squall_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_squall_using_subcommand
    set -l cmd (__fish_squall_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c squall -n "__fish_squall_needs_command" -l color -d 'When to colour the output; `auto` follows the terminal and NO_COLOR' -r -f -a "auto\t'On a terminal that can, unless NO_COLOR is set'
always\t'Wherever it goes, whatever the environment says'
never\t'Nowhere'"
complete -c squall -n "__fish_squall_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c squall -n "__fish_squall_needs_command" -s V -l version -d 'Print version'
complete -c squall -n "__fish_squall_needs_command" -f -a "serve" -d 'Run the emulator'
complete -c squall -n "__fish_squall_needs_command" -f -a "explain" -d 'Say what an error code means, whose fault it is, whether to retry and what to do'
complete -c squall -n "__fish_squall_needs_command" -f -a "codes" -d 'List the catalogue of codes'
complete -c squall -n "__fish_squall_needs_command" -f -a "actions" -d 'List what a system serves: actions, their parameters and the codes they raise'
complete -c squall -n "__fish_squall_needs_command" -f -a "call" -d 'Sign and send one call, print the response body'
complete -c squall -n "__fish_squall_needs_command" -f -a "reproduce" -d 'Bring about error codes by their real causes and show every step'
complete -c squall -n "__fish_squall_needs_command" -f -a "env" -d 'Print the environment variables that a vendor\'s own SDK or CLI reads'
complete -c squall -n "__fish_squall_needs_command" -f -a "ca" -d 'Print the certificate of squall\'s own authority'
complete -c squall -n "__fish_squall_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c squall -n "__fish_squall_using_subcommand serve" -l listen -d 'Address to listen on; may be given more than once' -r
complete -c squall -n "__fish_squall_using_subcommand serve" -l data -d 'Keep the world in this directory, so that it survives a restart' -r -F
complete -c squall -n "__fish_squall_using_subcommand serve" -l database -d 'Keep the world in this database' -r
complete -c squall -n "__fish_squall_using_subcommand serve" -l seed -d 'What all ids follow from; 1 when absent. A world that exists has its seed, and another is refused' -r
complete -c squall -n "__fish_squall_using_subcommand serve" -l now -d 'The time at which a fresh world begins, RFC 3339; real time when absent. For a world that exists it only says where a reset puts the clocks' -r
complete -c squall -n "__fish_squall_using_subcommand serve" -l world -d 'A JSON file of operator\'s settings for a fresh world: {"qingcloud":{"world":{…},"accounts":[…]}}. It is not read where a world exists' -r -F
complete -c squall -n "__fish_squall_using_subcommand serve" -l admin-token -d 'Open the operator\'s door to clients that show this token, and only to them. Every user of this host can read it on the command line: SQUALL_ADMIN_TOKEN in the environment or a file keeps it from them' -r
complete -c squall -n "__fish_squall_using_subcommand serve" -l admin-token-file -d 'The same with the token in a file, which nobody else should be able to read; a newline at its end is no part of it' -r -F
complete -c squall -n "__fish_squall_using_subcommand serve" -l admin-host -d 'Serve the operator\'s door under this host name or address too; may be given more than once. Without it only under loopback addresses, localhost and names below it' -r
complete -c squall -n "__fish_squall_using_subcommand serve" -l tls-name -d 'A further host name or address under which clients reach this squall over TLS; may be given more than once. The hosts of the clouds, this machine and the addresses of --listen need not be' -r
complete -c squall -n "__fish_squall_using_subcommand serve" -l max-connections -d 'Connections at most; what comes over those above it is answered that the server is busy' -r
complete -c squall -n "__fish_squall_using_subcommand serve" -l max-in-flight -d 'Requests being worked on at most; others are answered that the server is busy' -r
complete -c squall -n "__fish_squall_using_subcommand serve" -l max-held -d 'MiB of request heads and bodies and of untaken replies at most; others are answered that the server is busy' -r
complete -c squall -n "__fish_squall_using_subcommand serve" -l color -d 'When to colour the output; `auto` follows the terminal and NO_COLOR' -r -f -a "auto\t'On a terminal that can, unless NO_COLOR is set'
always\t'Wherever it goes, whatever the environment says'
never\t'Nowhere'"
complete -c squall -n "__fish_squall_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c squall -n "__fish_squall_using_subcommand explain" -l lang -d 'The language of the explanation' -r -f -a "en\t''
zh\t''"
complete -c squall -n "__fish_squall_using_subcommand explain" -l color -d 'When to colour the output; `auto` follows the terminal and NO_COLOR' -r -f -a "auto\t'On a terminal that can, unless NO_COLOR is set'
always\t'Wherever it goes, whatever the environment says'
never\t'Nowhere'"
complete -c squall -n "__fish_squall_using_subcommand explain" -l json -d 'One JSON array of catalogue objects; those that were read also tell how often (`seen`) and where first (`line`)'
complete -c squall -n "__fish_squall_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c squall -n "__fish_squall_using_subcommand codes" -l color -d 'When to colour the output; `auto` follows the terminal and NO_COLOR' -r -f -a "auto\t'On a terminal that can, unless NO_COLOR is set'
always\t'Wherever it goes, whatever the environment says'
never\t'Nowhere'"
complete -c squall -n "__fish_squall_using_subcommand codes" -l json -d 'One JSON array of catalogue objects'
complete -c squall -n "__fish_squall_using_subcommand codes" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c squall -n "__fish_squall_using_subcommand actions" -l color -d 'When to colour the output; `auto` follows the terminal and NO_COLOR' -r -f -a "auto\t'On a terminal that can, unless NO_COLOR is set'
always\t'Wherever it goes, whatever the environment says'
never\t'Nowhere'"
complete -c squall -n "__fish_squall_using_subcommand actions" -l json -d 'One JSON array of actions: system, action, about, method, path, zone (whether one is needed), writes, parameters, raises, own (what not every one raises)'
complete -c squall -n "__fish_squall_using_subcommand actions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c squall -n "__fish_squall_using_subcommand call" -l endpoint -d 'Where the system is served' -r
complete -c squall -n "__fish_squall_using_subcommand call" -l profile -d 'Credentials from ~/.squall/NAME.json: {"id":"…","secret":"…"}; the demo pair when absent' -r
complete -c squall -n "__fish_squall_using_subcommand call" -l method -d 'Send it by another method than the action\'s own' -r
complete -c squall -n "__fish_squall_using_subcommand call" -l color -d 'When to colour the output; `auto` follows the terminal and NO_COLOR' -r -f -a "auto\t'On a terminal that can, unless NO_COLOR is set'
always\t'Wherever it goes, whatever the environment says'
never\t'Nowhere'"
complete -c squall -n "__fish_squall_using_subcommand call" -l post -d 'Send it by POST'
complete -c squall -n "__fish_squall_using_subcommand call" -l anyway -d 'Send an action too that squall does not serve'
complete -c squall -n "__fish_squall_using_subcommand call" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c squall -n "__fish_squall_using_subcommand reproduce" -l endpoint -d 'Run against this squall instead of a fresh one; its world is put back afterwards. If it has an operator\'s token, SQUALL_ADMIN_TOKEN must hold it' -r
complete -c squall -n "__fish_squall_using_subcommand reproduce" -l color -d 'When to colour the output; `auto` follows the terminal and NO_COLOR' -r -f -a "auto\t'On a terminal that can, unless NO_COLOR is set'
always\t'Wherever it goes, whatever the environment says'
never\t'Nowhere'"
complete -c squall -n "__fish_squall_using_subcommand reproduce" -l all -d 'Every code'
complete -c squall -n "__fish_squall_using_subcommand reproduce" -l json -d 'One JSON object a line'
complete -c squall -n "__fish_squall_using_subcommand reproduce" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c squall -n "__fish_squall_using_subcommand env" -l endpoint -d 'Where the system is served' -r
complete -c squall -n "__fish_squall_using_subcommand env" -l color -d 'When to colour the output; `auto` follows the terminal and NO_COLOR' -r -f -a "auto\t'On a terminal that can, unless NO_COLOR is set'
always\t'Wherever it goes, whatever the environment says'
never\t'Nowhere'"
complete -c squall -n "__fish_squall_using_subcommand env" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c squall -n "__fish_squall_using_subcommand ca" -l data -d 'The data directory whose authority it is' -r -F
complete -c squall -n "__fish_squall_using_subcommand ca" -l endpoint -d 'A running squall to ask; if it has an operator\'s token, SQUALL_ADMIN_TOKEN must hold it' -r
complete -c squall -n "__fish_squall_using_subcommand ca" -l color -d 'When to colour the output; `auto` follows the terminal and NO_COLOR' -r -f -a "auto\t'On a terminal that can, unless NO_COLOR is set'
always\t'Wherever it goes, whatever the environment says'
never\t'Nowhere'"
complete -c squall -n "__fish_squall_using_subcommand ca" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c squall -n "__fish_squall_using_subcommand help; and not __fish_seen_subcommand_from serve explain codes actions call reproduce env ca help" -f -a "serve" -d 'Run the emulator'
complete -c squall -n "__fish_squall_using_subcommand help; and not __fish_seen_subcommand_from serve explain codes actions call reproduce env ca help" -f -a "explain" -d 'Say what an error code means, whose fault it is, whether to retry and what to do'
complete -c squall -n "__fish_squall_using_subcommand help; and not __fish_seen_subcommand_from serve explain codes actions call reproduce env ca help" -f -a "codes" -d 'List the catalogue of codes'
complete -c squall -n "__fish_squall_using_subcommand help; and not __fish_seen_subcommand_from serve explain codes actions call reproduce env ca help" -f -a "actions" -d 'List what a system serves: actions, their parameters and the codes they raise'
complete -c squall -n "__fish_squall_using_subcommand help; and not __fish_seen_subcommand_from serve explain codes actions call reproduce env ca help" -f -a "call" -d 'Sign and send one call, print the response body'
complete -c squall -n "__fish_squall_using_subcommand help; and not __fish_seen_subcommand_from serve explain codes actions call reproduce env ca help" -f -a "reproduce" -d 'Bring about error codes by their real causes and show every step'
complete -c squall -n "__fish_squall_using_subcommand help; and not __fish_seen_subcommand_from serve explain codes actions call reproduce env ca help" -f -a "env" -d 'Print the environment variables that a vendor\'s own SDK or CLI reads'
complete -c squall -n "__fish_squall_using_subcommand help; and not __fish_seen_subcommand_from serve explain codes actions call reproduce env ca help" -f -a "ca" -d 'Print the certificate of squall\'s own authority'
complete -c squall -n "__fish_squall_using_subcommand help; and not __fish_seen_subcommand_from serve explain codes actions call reproduce env ca help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'

#include "commands/command_line.hpp"

int main(int argc, char** argv) {
    return pgmend::commands::main(argc, argv);
}

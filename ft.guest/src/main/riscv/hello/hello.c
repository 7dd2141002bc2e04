/* Says hello, says what machine it found, and ends. */
#include "arguments.h"
#include "console.h"
#include "runtime.h"

const char guest_name[] = "hello";

static uint64_t code;

static const struct argument arguments[] = {
    {"code", &code, 0, 0xFFFF, NULL},
    ARGUMENT_CONSOLE,
};

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    print("hello from a machine with %u hart%s\n", machine.harts, machine.harts == 1 ? "" : "s");
    finish((unsigned)code);
}

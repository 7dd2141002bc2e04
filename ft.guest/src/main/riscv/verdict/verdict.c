/* Ends as the RISC-V test programs do: through tohost, with a signature in main storage. */
#include "arguments.h"
#include "console.h"
#include "runtime.h"

const char guest_name[] = "verdict";

volatile uint64_t tohost __attribute__((aligned(64)));
volatile uint64_t fromhost __attribute__((used, aligned(64)));

/* The linker knows no region of its own for a signature, so it is a variable with two names. */
static volatile uint32_t signature[8] __attribute__((used, aligned(16)));
__asm__(".globl begin_signature\n.set begin_signature, signature\n"
        ".globl end_signature\n.set end_signature, signature + 32");

static uint64_t failing;
static uint64_t rounds = 1;

static const struct argument arguments[] = {
    {"test", &failing, 0, 0x7FFFFFFF, NULL},
    {"rounds", &rounds, 0, UINT64_MAX, NULL},
    ARGUMENT_CONSOLE,
};

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    uint32_t word = 1;
    for (uint64_t round = 0; round < rounds; round++) {
        for (unsigned i = 0; i < sizeof signature / sizeof signature[0]; i++) {
            word ^= word << 13;
            word ^= word >> 17;
            word ^= word << 5;
            signature[i] = word;
        }
    }
    print("verdict: %s\n", failing == 0 ? "pass" : "fail");
    for (;;) {
        tohost = failing << 1 | 1;
    }
}

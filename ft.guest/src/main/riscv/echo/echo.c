/* Echoes each line of input with its number, until it reads "quit". */
#include "arguments.h"
#include "board.h"
#include "clint.h"
#include "console.h"
#include "runtime.h"
#include "trap.h"

#define LINE_SIZE 200

/* How often to look whether a UART came back with its board, in guest time. */
#define TEND_PERIOD (100 * TICKS_PER_MS)

const char guest_name[] = "echo";

static const struct argument arguments[] = {ARGUMENT_CONSOLE};

static volatile bool tend_due;
static char line[LINE_SIZE + 1];

static void tick(void) { tend_due = true; }

/* Interrupts are off between looking and sleeping, or a character in between would wait. */
static char next_character(void) {
    for (;;) {
        interrupts_off();
        int character = console_read();
        if (character < 0 && !tend_due) {
            wait_for_interrupt();
        }
        interrupts_on();
        if (character >= 0) {
            return (char)character;
        }
        if (tend_due) {
            tend_due = false;
            console_tend();
        }
    }
}

/* A line ends with CR, LF or both; what does not fit is cut off. */
static void read_line(void) {
    static char last;
    unsigned length = 0;
    for (;;) {
        char character = next_character();
        bool second = last == '\r' && character == '\n';
        last = character;
        if (second) {
            continue;
        }
        if (character == '\r' || character == '\n') {
            line[length] = '\0';
            return;
        }
        if (length < LINE_SIZE) {
            line[length++] = character;
        }
    }
}

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    print("echo: type a line, quit ends\n");
    console_listen();
    clint_timer(TEND_PERIOD, tick);
    interrupts_on();
    for (uint64_t count = 1;; count++) {
        read_line();
        print("echo %lu: %s\n", count, line);
        if (text_equal(line, "quit")) {
            finish(0);
        }
    }
}

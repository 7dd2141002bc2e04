#include "console.h"

#include <stdarg.h>
#include <stddef.h>

#include "board.h"
#include "clint.h"
#include "format.h"
#include "mmio.h"
#include "plic.h"
#include "runtime.h"
#include "trap.h"

/* Registers of a 16550A. */
enum { RBR = 0, THR = 0, IER = 1, IIR = 2, FCR = 2, LCR = 3, MCR = 4, LSR = 5 };

enum {
    IER_RECEIVED = 0x01,
    IIR_FIFO_MASK = 0xF0,
    IIR_FIFO_ON = 0xC0,
    FCR_ON_AND_CLEAR = 0x07,
    LCR_8N1 = 0x03,
    MCR_READY_AND_INTERRUPTS = 0x0B,
    LSR_RECEIVED = 0x01,
    LSR_EMPTY = 0x20,
    FIFO_SIZE = 16,
    ABSENT = 0xFF
};

/* A transmitter that is not empty after this time is taken for broken. */
#define PATIENCE (20 * TICKS_PER_MS)

#define INPUT_SIZE 1024u

static unsigned selected = (1u << IO_SUBSYSTEMS) - 1;
static bool listening;

static char input[INPUT_SIZE];
static volatile unsigned input_put;
static unsigned input_taken;

static uintptr_t uart(unsigned i) { return UART_BASE + i * IO_WINDOW; }

static bool fifo_on(uintptr_t base) {
    return (mmio_read8(base + IIR) & IIR_FIFO_MASK) == IIR_FIFO_ON;
}

/* Says whether there was any input. */
static bool collect_input(uintptr_t base) {
    bool found = false;
    for (unsigned i = 0; i < 4 * FIFO_SIZE; i++) {
        uint8_t status = mmio_read8(base + LSR);
        if ((status & LSR_RECEIVED) == 0 || status == ABSENT) {
            break;
        }
        char character = (char)mmio_read8(base + RBR);
        found = true;
        if (input_put - input_taken < INPUT_SIZE) {
            input[input_put % INPUT_SIZE] = character;
            input_put++;
        }
    }
    return found;
}

/*
 * Whether a UART is there and set up. One read tells it: a missing one reads all ones, and one
 * whose board was pulled and put back has lost its FIFO setting.
 */
static bool uart_ready(uintptr_t base) {
    uint8_t iir = mmio_read8(base + IIR);
    if (iir == ABSENT) {
        return false;
    }
    if ((iir & IIR_FIFO_MASK) == IIR_FIFO_ON) {
        return true;
    }
    mmio_write8(base + LCR, LCR_8N1);
    /* Turning the FIFO on throws away what was typed before. */
    collect_input(base);
    mmio_write8(base + FCR, FCR_ON_AND_CLEAR);
    mmio_write8(base + MCR, MCR_READY_AND_INTERRUPTS);
    mmio_write8(base + IER, listening ? IER_RECEIVED : 0);
    return fifo_on(base);
}

static bool wait_empty(uintptr_t base) {
    uint8_t status = mmio_read8(base + LSR);
    if ((status & LSR_EMPTY) == 0) {
        uint64_t end = clint_now() + PATIENCE;
        do {
            clint_wait(TICKS_PER_MS / 10);
            status = mmio_read8(base + LSR);
        } while ((status & LSR_EMPTY) == 0 && clint_now() < end);
    }
    return (status & LSR_EMPTY) != 0 && status != ABSENT;
}

static void uart_write(uintptr_t base, const char *text, size_t length) {
    if (!uart_ready(base)) {
        return;
    }
    for (size_t done = 0; done < length;) {
        /* One look at the line status a FIFO, not a character: each is an IO access. */
        if (!wait_empty(base)) {
            return;
        }
        for (unsigned room = FIFO_SIZE; room > 0 && done < length; room--) {
            mmio_write8(base + THR, (uint8_t)text[done++]);
        }
    }
}

void console_select(unsigned uarts) { selected = uarts; }

void print(const char *format, ...) {
    char text[256];
    va_list values;
    va_start(values, format);
    size_t length = format_text(text, sizeof text, format, values);
    va_end(values);
    for (unsigned i = 0; i < IO_SUBSYSTEMS; i++) {
        if ((selected >> i & 1) != 0) {
            uart_write(uart(i), text, length);
        }
    }
}

static bool input_interrupt(unsigned source) {
    return collect_input(uart(source / IO_SOURCES));
}

void console_listen(void) {
    listening = true;
    for (unsigned i = 0; i < IO_SUBSYSTEMS; i++) {
        if ((selected >> i & 1) != 0) {
            if (uart_ready(uart(i))) {
                mmio_write8(uart(i) + IER, IER_RECEIVED);
            }
            plic_enable(UART_SOURCE + i * IO_SOURCES, input_interrupt);
        }
    }
}

void console_tend(void) {
    for (unsigned i = 0; i < IO_SUBSYSTEMS; i++) {
        if ((selected >> i & 1) != 0 && uart_ready(uart(i))
            && mmio_read8(uart(i) + IER) != IER_RECEIVED) {
            mmio_write8(uart(i) + IER, IER_RECEIVED);
        }
    }
}

int console_read(void) {
    if (input_taken == input_put) {
        return -1;
    }
    return (unsigned char)input[input_taken++ % INPUT_SIZE];
}

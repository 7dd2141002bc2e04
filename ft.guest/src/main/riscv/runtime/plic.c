#include "plic.h"

#include <stddef.h>
#include <stdint.h>

#include "board.h"
#include "mmio.h"
#include "trap.h"

#define PRIORITY(source) (PLIC_BASE + 4ul * (source))
#define ENABLE(source) (PLIC_BASE + 0x2000 + 4ul * ((source) / 32))
#define THRESHOLD (PLIC_BASE + 0x200000)
#define CLAIM (PLIC_BASE + 0x200004)
#define SPURIOUS_LIMIT 64

static struct {
    bool (*handler)(unsigned source);
    unsigned spurious;
} sources[PLIC_SOURCES + 1];

static void set_enabled(unsigned source, bool enabled) {
    uint32_t bit = UINT32_C(1) << source % 32;
    uint32_t word = mmio_read32(ENABLE(source));
    mmio_write32(ENABLE(source), enabled ? word | bit : word & ~bit);
}

static void external_interrupt(void) {
    uint32_t source = mmio_read32(CLAIM);
    if (source == 0) {
        return;
    }
    bool caused = source <= PLIC_SOURCES && sources[source].handler != NULL
                  && sources[source].handler(source);
    mmio_write32(CLAIM, source);
    if (source > PLIC_SOURCES) {
        return;
    }
    sources[source].spurious = caused ? 0 : sources[source].spurious + 1;
    if (sources[source].spurious >= SPURIOUS_LIMIT) {
        set_enabled(source, false);
    }
}

void plic_enable(unsigned source, bool (*handler)(unsigned source)) {
    bool on = interrupts_off();
    sources[source].handler = handler;
    sources[source].spurious = 0;
    mmio_write32(PRIORITY(source), 1);
    mmio_write32(THRESHOLD, 0);
    set_enabled(source, true);
    trap_handler(MACHINE_EXTERNAL, external_interrupt);
    interrupts_set(on);
}

void plic_disable(unsigned source) {
    bool on = interrupts_off();
    set_enabled(source, false);
    interrupts_set(on);
}

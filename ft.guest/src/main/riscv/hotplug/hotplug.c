/* Uses devices that come and go while it runs, as the hot-plug controllers tell of them. */
#include "arguments.h"
#include "board.h"
#include "clint.h"
#include "console.h"
#include "mmio.h"
#include "plic.h"
#include "runtime.h"
#include "trap.h"

#define MAGIC UINT64_C(0x146544850)
#define REGISTER(io, offset) (HOTPLUG_BASE + (io) * IO_WINDOW + (offset))
#define IDENTITY 0x00
#define COUNT 0x08
#define PRESENT 0x10
#define CHANGED 0x18
#define ATTENTION 0x20
#define ENABLE 0x28
#define OF_SLOT(slot, offset) (0x100 + 0x40 * (slot) + (offset))
#define BASE 0x00
#define ARRIVALS 0x18
#define TYPE 0x20
#define TYPE_SIZE 32

#define SLOTS 64
#define NOTHING UINT64_MAX

const char guest_name[] = "hotplug";

static uint64_t reads;
static uint64_t report = 100000;
static const struct argument arguments[] = {
    ARGUMENT_CONSOLE,
    {"reads", &reads, 0, UINT64_MAX, NULL},
    {"report", &report, 1, UINT64_MAX, NULL},
};

/* What the interrupts have told and nobody has looked at. */
static volatile uint64_t changed[IO_SUBSYSTEMS];
static volatile uint64_t attention[IO_SUBSYSTEMS];

/* A device that is used: address, or 0. The interrupt takes it away. */
static struct used {
    volatile uintptr_t base;
    uint64_t arrivals;
    uint64_t answers;
    uint64_t holes;
    uint64_t last;
} used[IO_SUBSYSTEMS][SLOTS];

static uint64_t total;
static uint64_t sum;

static bool interrupt(unsigned source) {
    unsigned io = source / IO_SOURCES;
    uint64_t news = mmio_read64(REGISTER(io, CHANGED));
    uint64_t wanted = mmio_read64(REGISTER(io, ATTENTION));
    if (mmio_read64(REGISTER(io, IDENTITY)) != MAGIC) {
        return false; /* its board has gone */
    }
    for (unsigned slot = 0; slot < SLOTS; slot++) {
        if ((news | wanted) >> slot & 1) {
            used[io][slot].base = 0;
        }
    }
    changed[io] |= news;
    attention[io] |= wanted;
    mmio_write64(REGISTER(io, CHANGED), news);
    mmio_write64(REGISTER(io, ATTENTION), wanted); /* nobody uses it any more */
    return (news | wanted) != 0;
}

static bool is_counter(unsigned io, unsigned slot) {
    static const char name[] = "counter";
    char type[TYPE_SIZE];
    for (unsigned i = 0; i < TYPE_SIZE; i += 8) {
        uint64_t word = mmio_read64(REGISTER(io, OF_SLOT(slot, TYPE + i)));
        memcpy(type + i, &word, sizeof word);
    }
    return memcmp(type, name, sizeof name) == 0;
}

static void leave(unsigned io, unsigned slot, const char *how) {
    struct used *device = &used[io][slot];
    if (device->answers + device->holes != 0) {
        print("hotplug: io %u slot %u %s, %lu reads, last %lu, %lu of nothing\n", io, slot, how,
              device->answers, device->last, device->holes);
    }
    device->base = 0;
    device->answers = device->holes = 0;
}

static void look(unsigned io, unsigned slot) {
    struct used *device = &used[io][slot];
    if (!(mmio_read64(REGISTER(io, PRESENT)) >> slot & 1) || !is_counter(io, slot)) {
        return;
    }
    device->arrivals = mmio_read64(REGISTER(io, OF_SLOT(slot, ARRIVALS)));
    uintptr_t base = mmio_read64(REGISTER(io, OF_SLOT(slot, BASE)));
    print("hotplug: io %u slot %u has a counter at %lx, arrival %lu\n", io, slot, base,
          device->arrivals);
    device->base = base;
}

static void tend(unsigned io) {
    bool on = interrupts_off();
    uint64_t news = changed[io];
    uint64_t wanted = attention[io];
    changed[io] = attention[io] = 0;
    interrupts_set(on);
    for (unsigned slot = 0; slot < SLOTS; slot++) {
        if (wanted >> slot & 1) {
            leave(io, slot, "may go");
        }
        if (news >> slot & 1) {
            leave(io, slot, "has changed");
            look(io, slot);
        }
    }
}

static void use(unsigned io, unsigned slot) {
    struct used *device = &used[io][slot];
    uintptr_t base = device->base;
    if (base == 0) {
        return;
    }
    uint64_t value = mmio_read64(base);
    if (value == NOTHING) {
        device->holes++;
        return;
    }
    device->answers++;
    device->last = value;
    sum = sum * 31 + value;
    if (++total % report == 0) {
        print("hotplug: %lu reads, sum %016lx\n", total, sum);
    }
}

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    uint64_t count[IO_SUBSYSTEMS];
    for (unsigned io = 0; io < IO_SUBSYSTEMS; io++) {
        bool there = mmio_read64(REGISTER(io, IDENTITY)) == MAGIC;
        count[io] = there ? mmio_read64(REGISTER(io, COUNT)) : 0;
        print("hotplug: io %u has %lu slots\n", io, count[io]);
        for (unsigned slot = 0; slot < count[io]; slot++) {
            look(io, slot);
        }
        if (there) {
            plic_enable(HOTPLUG_SOURCE + io * IO_SOURCES, interrupt);
            mmio_write64(REGISTER(io, ENABLE), 1);
        }
    }
    interrupts_on();
    while (reads == 0 || total < reads) {
        for (unsigned io = 0; io < IO_SUBSYSTEMS; io++) {
            if (changed[io] | attention[io]) {
                tend(io);
            }
            for (unsigned slot = 0; slot < SLOTS; slot++) {
                use(io, slot);
            }
        }
    }
    finish(0);
}

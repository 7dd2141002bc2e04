/* Reads a register, or writes and then reads it, so that a new device can be tried by hand. */
#include "arguments.h"
#include "console.h"
#include "mmio.h"
#include "runtime.h"

const char guest_name[] = "peek";

static uint64_t address = 0x100000;
static uint64_t times = 1;
static uint64_t size; /* index of the word */
static uint64_t write;
static uint64_t value;

static const char *const sizes[] = {"4", "1", "8", NULL};
static const char *const no_or_yes[] = {"no", "yes", NULL};

static const struct argument arguments[] = {
    {"address", &address, 0, UINT64_MAX, NULL}, {"times", &times, 0, 1000000, NULL},
    {"size", &size, 0, 2, sizes},               {"write", &write, 0, 1, no_or_yes},
    {"value", &value, 0, UINT64_MAX, NULL},     ARGUMENT_CONSOLE,
};

static uint64_t load(void) {
    switch (size) {
    case 0:
        return mmio_read32(address);
    case 1:
        return mmio_read8(address);
    default:
        return mmio_read64(address);
    }
}

static void store(void) {
    switch (size) {
    case 0:
        mmio_write32(address, (uint32_t)value);
        break;
    case 1:
        mmio_write8(address, (uint8_t)value);
        break;
    default:
        mmio_write64(address, value);
    }
}

void guest_main(void) {
    arguments_read(arguments, sizeof arguments / sizeof arguments[0]);
    if (write) {
        store();
        print("0x%lx <- 0x%lx\n", address, value);
    }
    for (uint64_t i = 0; i < times; i++) {
        print("0x%lx is 0x%lx\n", address, load());
    }
    finish(0);
}

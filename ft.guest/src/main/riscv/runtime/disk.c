#include "disk.h"

#include "board.h"
#include "clint.h"
#include "mmio.h"
#include "plic.h"
#include "runtime.h"

/* Registers of virtio-mmio version 2. */
enum {
    MAGIC = 0x000,
    VERSION = 0x004,
    DEVICE_ID = 0x008,
    DEVICE_FEATURES = 0x010,
    DEVICE_FEATURES_SEL = 0x014,
    DRIVER_FEATURES = 0x020,
    DRIVER_FEATURES_SEL = 0x024,
    QUEUE_SEL = 0x030,
    QUEUE_SIZE_MAX = 0x034,
    QUEUE_SIZE = 0x038,
    QUEUE_READY = 0x044,
    QUEUE_NOTIFY = 0x050,
    INTERRUPT_STATUS = 0x060,
    INTERRUPT_ACK = 0x064,
    STATUS = 0x070,
    QUEUE_DESC = 0x080,
    QUEUE_DRIVER = 0x090,
    QUEUE_DEVICE = 0x0A0,
    CONFIG = 0x100
};

enum { MAGIC_VALUE = 0x74726976, MODERN = 2, BLOCK = 2 };
enum { ACKNOWLEDGE = 1, DRIVER = 2, DRIVER_OK = 4, FEATURES_OK = 8 };
enum { FEATURE_VERSION_1 = 1 /* bit 32, in the upper word */ };
enum { DESCRIPTOR_NEXT = 1, DESCRIPTOR_WRITE = 2 };
enum { REQUEST_READ = 0, REQUEST_WRITE = 1 };
enum { STATUS_PENDING = 0xFF };

#define RESET_PATIENCE 100
/* A request that takes longer than this makes the driver look whether the device is still there. */
#define LOOK_PERIOD (5 * TICKS_PER_MS)

const char *const disk_answer_text[] = {
    [DISK_DONE] = "is done",
    [DISK_BUSY] = "is busy",
    [DISK_GONE] = "is gone",
    [DISK_NONE] = "has no disk",
    [DISK_REFUSED] = "refuses the driver",
    [DISK_LOST] = "was reset",
    [DISK_FAILED] = "answered with an error",
    [DISK_SILENT] = "did not answer in time",
};

static uint64_t interrupts[PLIC_SOURCES + 1];

uint64_t disk_interrupts(unsigned source) { return interrupts[source]; }

static uint32_t get(const struct disk *disk, unsigned offset) {
    return mmio_read32(disk->base + offset);
}

static void set(const struct disk *disk, unsigned offset, uint32_t value) {
    mmio_write32(disk->base + offset, value);
}

static void set_address(const struct disk *disk, unsigned offset, const volatile void *address) {
    set(disk, offset, (uint32_t)(uintptr_t)address);
    set(disk, offset + 4, (uint32_t)((uintptr_t)address >> 32));
}

/* The interrupt only wakes the hart; what is done is seen in the used ring. */
static bool interrupt(unsigned source) {
    uintptr_t base = DISK_BASE + source / IO_SOURCES * IO_WINDOW
                     + (source % IO_SOURCES - DISK_SOURCE) * 0x1000;
    uint32_t status = mmio_read32(base + INTERRUPT_STATUS);
    if (status == 0 || status == UINT32_MAX) {
        return false;
    }
    interrupts[source]++;
    mmio_write32(base + INTERRUPT_ACK, status);
    /* Reading waits for the posted write, so that the line is low when the PLIC looks again. */
    mmio_read32(base + INTERRUPT_STATUS);
    return true;
}

static bool reset(const struct disk *disk) {
    set(disk, STATUS, 0);
    for (unsigned i = 0; i < RESET_PATIENCE; i++) {
        if (get(disk, STATUS) == 0) {
            return true;
        }
    }
    return false;
}

static bool negotiate(const struct disk *disk) {
    set(disk, STATUS, ACKNOWLEDGE);
    set(disk, STATUS, ACKNOWLEDGE | DRIVER);
    set(disk, DEVICE_FEATURES_SEL, 1);
    if ((get(disk, DEVICE_FEATURES) & FEATURE_VERSION_1) == 0) {
        return false;
    }
    set(disk, DRIVER_FEATURES_SEL, 0);
    set(disk, DRIVER_FEATURES, 0);
    set(disk, DRIVER_FEATURES_SEL, 1);
    set(disk, DRIVER_FEATURES, FEATURE_VERSION_1);
    set(disk, STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK);
    return get(disk, STATUS) == (ACKNOWLEDGE | DRIVER | FEATURES_OK);
}

static bool start_queue(struct disk *disk) {
    set(disk, QUEUE_SEL, 0);
    uint32_t most = get(disk, QUEUE_SIZE_MAX);
    if (most < DISK_QUEUE_SIZE || most == UINT32_MAX) {
        return false;
    }
    memset(&disk->available, 0, sizeof disk->available);
    memset((void *)&disk->used, 0, sizeof disk->used);
    disk->used_seen = 0;
    set(disk, QUEUE_SIZE, DISK_QUEUE_SIZE);
    set_address(disk, QUEUE_DESC, disk->descriptors);
    set_address(disk, QUEUE_DRIVER, &disk->available);
    set_address(disk, QUEUE_DEVICE, &disk->used);
    set(disk, QUEUE_READY, 1);
    set(disk, STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
    return true;
}

enum disk_answer disk_start(struct disk *disk, uintptr_t base, unsigned source) {
    disk->base = base;
    disk->source = source;
    if (get(disk, MAGIC) != MAGIC_VALUE) {
        return DISK_GONE;
    }
    uint32_t id = get(disk, DEVICE_ID);
    if (id != BLOCK) {
        return id == UINT32_MAX ? DISK_GONE : DISK_NONE;
    }
    if (get(disk, VERSION) != MODERN || !reset(disk) || !negotiate(disk) || !start_queue(disk)) {
        return DISK_REFUSED;
    }
    uint32_t low = get(disk, CONFIG);
    uint32_t high = get(disk, CONFIG + 4);
    if (low == UINT32_MAX && high == UINT32_MAX) {
        return DISK_GONE;
    }
    disk->sectors = (uint64_t)high << 32 | low;
    plic_enable(source, interrupt);
    return DISK_DONE;
}

void disk_stop(struct disk *disk) {
    plic_disable(disk->source);
    set(disk, STATUS, 0);
}

static void submit(struct disk *disk, uint32_t type, uint64_t sector, const void *buffer,
                   size_t bytes, uint64_t limit) {
    disk->header.type = type;
    disk->header.reserved = 0;
    disk->header.sector = sector;
    disk->status = STATUS_PENDING;
    disk->descriptors[0] = (struct disk_descriptor){
        (uintptr_t)&disk->header, sizeof disk->header, DESCRIPTOR_NEXT, 1};
    disk->descriptors[1] = (struct disk_descriptor){
        (uintptr_t)buffer, (uint32_t)bytes,
        DESCRIPTOR_NEXT | (type == REQUEST_READ ? DESCRIPTOR_WRITE : 0), 2};
    disk->descriptors[2] =
        (struct disk_descriptor){(uintptr_t)&disk->status, 1, DESCRIPTOR_WRITE, 0};
    disk->available.ring[disk->available.index % DISK_QUEUE_SIZE] = 0;
    mmio_fence();
    disk->available.index++;
    mmio_fence();
    set(disk, QUEUE_NOTIFY, 0);
    uint64_t now = clint_now();
    disk->deadline = now + limit;
    disk->look_at = now + LOOK_PERIOD;
}

void disk_read(struct disk *disk, uint64_t sector, void *buffer, size_t bytes, uint64_t limit) {
    submit(disk, REQUEST_READ, sector, buffer, bytes, limit);
}

void disk_write(struct disk *disk, uint64_t sector, const void *buffer, size_t bytes,
                uint64_t limit) {
    submit(disk, REQUEST_WRITE, sector, buffer, bytes, limit);
}

enum disk_answer disk_poll(struct disk *disk) {
    if (disk->used.index != disk->used_seen) {
        mmio_fence();
        disk->used_seen++;
        return disk->status == 0 ? DISK_DONE : DISK_FAILED;
    }
    uint64_t now = clint_now();
    if (now >= disk->look_at) {
        disk->look_at = now + LOOK_PERIOD;
        if (get(disk, MAGIC) != MAGIC_VALUE) {
            return DISK_GONE;
        }
        if ((get(disk, STATUS) & DRIVER_OK) == 0) {
            return DISK_LOST;
        }
    }
    return now >= disk->deadline ? DISK_SILENT : DISK_BUSY;
}

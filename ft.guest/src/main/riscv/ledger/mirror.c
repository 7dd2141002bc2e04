#include "mirror.h"

#include <stddef.h>

#include "console.h"
#include "crc32.h"
#include "runtime.h"
#include "trap.h"

#define MAGIC 0x50534A4Cu /* "LJSP" */
#define FIRST_SECTOR 1
#define COPY_SECTORS JOURNAL_MAX_SECTORS
/* A leg that fails before it is up to date is tried less and less often, to this limit. */
#define MAX_PROBE_PAUSE 1024

enum leg_state { LEG_OUT, LEG_COPYING, LEG_IN };

struct leg {
    struct disk disk;
    enum leg_state state;
    bool writing;
    uint64_t probe_at;
    uint64_t probe_pause;
    uint64_t copy_next;
    uint64_t copy_end;
};

/* Sector 0: what the journal is. A leg that is not up to date has none. */
struct superblock {
    uint32_t magic;
    uint32_t crc;
    uint64_t seed;
    uint64_t first_group;
    uint64_t slots;
    uint32_t group_sectors;
    uint8_t reserved[SECTOR_SIZE - 36];
} __attribute__((packed, aligned(8)));

_Static_assert(sizeof(struct superblock) == SECTOR_SIZE, "the superblock fills a sector");

static struct mirror_plan plan;
static struct leg legs[MIRROR_LEGS];
static struct superblock superblock;
static const struct superblock no_superblock;
static struct journal_sector copy_buffer[COPY_SECTORS] __attribute__((aligned(4096)));
static uint64_t current_group;
static uint64_t first_group;

static unsigned number_of(const struct leg *leg) { return (unsigned)(leg - legs); }

static struct leg *leg_in_service(void) {
    for (unsigned i = 0; i < MIRROR_LEGS; i++) {
        if (legs[i].state == LEG_IN) {
            return &legs[i];
        }
    }
    return NULL;
}

static uint64_t sector_of(uint64_t group) {
    return FIRST_SECTOR + group % plan.slots * plan.group_sectors;
}

/* Sleeps until the disk answers. The timer wakes it when no interrupt does. */
static enum disk_answer wait(struct leg *leg) {
    for (;;) {
        interrupts_off();
        enum disk_answer answer = disk_poll(&leg->disk);
        if (answer == DISK_BUSY) {
            wait_for_interrupt();
        }
        interrupts_on();
        if (answer != DISK_BUSY) {
            return answer;
        }
    }
}

static enum disk_answer read_now(struct leg *leg, uint64_t sector, void *buffer, size_t bytes) {
    disk_read(&leg->disk, sector, buffer, bytes, plan.limit);
    return wait(leg);
}

static enum disk_answer write_now(struct leg *leg, uint64_t sector, const void *buffer,
                                  size_t bytes) {
    disk_write(&leg->disk, sector, buffer, bytes, plan.limit);
    return wait(leg);
}

static void take_out(struct leg *leg, uint64_t pause) {
    disk_stop(&leg->disk);
    leg->state = LEG_OUT;
    leg->writing = false;
    leg->probe_pause = pause;
    leg->probe_at = current_group + pause;
}

static void fail(struct leg *leg, enum disk_answer answer) {
    bool copying = leg->state == LEG_COPYING;
    uint64_t longer = 2 * leg->probe_pause < MAX_PROBE_PAUSE ? 2 * leg->probe_pause
                                                             : MAX_PROBE_PAUSE;
    take_out(leg, copying ? longer : plan.probe);
    struct leg *other = leg_in_service();
    if (other != NULL) {
        print("mirror: leg %u failed at group %lu: it %s; leg %u goes on alone\n", number_of(leg),
              current_group, disk_answer_text[answer], number_of(other));
        return;
    }
    print("mirror: leg %u failed at group %lu: it %s; no leg is left\n", number_of(leg),
          current_group, disk_answer_text[answer]);
    for (unsigned i = 0; i < MIRROR_LEGS; i++) {
        if (legs[i].state == LEG_COPYING) {
            print("mirror: leg %u lost its source before it was up to date\n", i);
            take_out(&legs[i], 0);
        }
    }
}

static bool check(struct leg *leg, enum disk_answer answer) {
    if (answer != DISK_DONE) {
        fail(leg, answer);
    }
    return answer == DISK_DONE;
}

static bool write_superblock(struct leg *leg) {
    superblock = (struct superblock){
        .magic = MAGIC,
        .seed = plan.seed,
        .first_group = first_group,
        .slots = plan.slots,
        .group_sectors = plan.group_sectors,
    };
    const size_t start = offsetof(struct superblock, seed);
    superblock.crc = crc32((const char *)&superblock + start, sizeof superblock - start);
    return check(leg, write_now(leg, 0, &superblock, sizeof superblock));
}

static void enter_service(struct leg *leg) {
    leg->state = LEG_IN;
    leg->probe_pause = plan.probe;
}

/* The oldest of the groups before one that a disk still holds. */
static uint64_t oldest_group(uint64_t end) {
    uint64_t kept = end - first_group < plan.slots ? end - first_group : plan.slots;
    return end - kept;
}

static void begin_copy(struct leg *leg) {
    leg->copy_next = oldest_group(current_group);
    leg->copy_end = current_group;
    leg->state = LEG_COPYING;
    print("mirror: leg %u is back at group %lu, copying %lu groups\n", number_of(leg),
          current_group, leg->copy_end - leg->copy_next);
    check(leg, write_now(leg, 0, &no_superblock, sizeof no_superblock));
}

/*
 * Copies a few groups. No write is under way meanwhile and each new group goes to both legs, so a
 * slot that was overwritten since the copy began is simply copied with its newer content.
 */
static void copy_some(struct leg *leg) {
    struct leg *source = leg_in_service();
    uint64_t groups = COPY_SECTORS / plan.group_sectors;
    uint64_t left = leg->copy_end - leg->copy_next;
    uint64_t to_wrap = plan.slots - leg->copy_next % plan.slots;
    groups = groups < left ? groups : left;
    groups = groups < to_wrap ? groups : to_wrap;
    if (groups > 0) {
        uint64_t sector = sector_of(leg->copy_next);
        size_t bytes = groups * plan.group_sectors * SECTOR_SIZE;
        if (!check(source, read_now(source, sector, copy_buffer, bytes))
            || !check(leg, write_now(leg, sector, copy_buffer, bytes))) {
            return;
        }
        leg->copy_next += groups;
    }
    if (leg->copy_next == leg->copy_end && write_superblock(leg)) {
        enter_service(leg);
        print("mirror: leg %u is in service again at group %lu\n", number_of(leg), current_group);
    }
}

static void try_start(struct leg *leg) {
    unsigned number = number_of(leg);
    uint64_t needed = FIRST_SECTOR + plan.slots * plan.group_sectors;
    enum disk_answer answer =
        disk_start(&leg->disk, plan.legs[number].base, plan.legs[number].source);
    leg->probe_at = current_group + leg->probe_pause;
    if (answer != DISK_DONE) {
        if (current_group == 0) {
            print("mirror: leg %u is not in service: it %s\n", number, disk_answer_text[answer]);
        }
    } else if (leg->disk.sectors < needed) {
        print("mirror: leg %u is not in service: it has %lu sectors, the journal needs %lu\n",
              number, leg->disk.sectors, needed);
        disk_stop(&leg->disk);
        leg->probe_at = UINT64_MAX;
    } else if (leg_in_service() != NULL && current_group > first_group) {
        begin_copy(leg);
    } else {
        first_group = leg_in_service() != NULL ? first_group : current_group;
        leg->state = LEG_COPYING; /* nothing to copy, but the superblock makes it a leg */
        if (write_superblock(leg)) {
            enter_service(leg);
            print("mirror: leg %u is in service at group %lu\n", number, current_group);
        }
    }
}

static void tend(void) {
    for (unsigned i = 0; i < MIRROR_LEGS; i++) {
        struct leg *leg = &legs[i];
        if (leg->state == LEG_OUT && plan.legs[i].wanted && current_group >= leg->probe_at) {
            try_start(leg);
        } else if (leg->state == LEG_COPYING) {
            copy_some(leg);
        }
    }
}

void mirror_start(const struct mirror_plan *new_plan) {
    plan = *new_plan;
    for (unsigned i = 0; i < MIRROR_LEGS; i++) {
        legs[i].probe_pause = plan.probe;
    }
    tend();
}

void mirror_settle(void) {
    for (unsigned i = 0; i < MIRROR_LEGS; i++) {
        struct leg *leg = &legs[i];
        if (leg->writing) {
            leg->writing = false;
            check(leg, wait(leg));
        }
    }
}

void mirror_write(uint64_t group, const struct journal_sector *sectors) {
    mirror_settle();
    current_group = group;
    tend();
    for (unsigned i = 0; i < MIRROR_LEGS; i++) {
        struct leg *leg = &legs[i];
        if (leg->state != LEG_OUT) {
            disk_write(&leg->disk, sector_of(group), sectors, plan.group_sectors * SECTOR_SIZE,
                       plan.limit);
            leg->writing = true;
        }
    }
}

static bool verify_leg(struct leg *leg, uint64_t groups) {
    uint64_t good = 0;
    uint64_t oldest = oldest_group(groups);
    for (uint64_t group = oldest; group < groups; group++) {
        if (!check(leg, read_now(leg, sector_of(group), copy_buffer,
                                 plan.group_sectors * SECTOR_SIZE))) {
            return false;
        }
        bool valid = true;
        for (uint32_t number = 0; number < plan.group_sectors; number++) {
            valid &= journal_sector_valid(&copy_buffer[number], group, number);
        }
        good += valid;
    }
    print("mirror: leg %u holds %lu of %lu groups, %lu interrupts\n", number_of(leg), good,
          groups - oldest, disk_interrupts(leg->disk.source));
    return good == groups - oldest;
}

bool mirror_verify(uint64_t groups) {
    mirror_settle();
    for (unsigned i = 0; i < MIRROR_LEGS; i++) {
        while (legs[i].state == LEG_COPYING) {
            copy_some(&legs[i]);
        }
    }
    bool good = true;
    for (unsigned i = 0; i < MIRROR_LEGS; i++) {
        if (legs[i].state == LEG_IN) {
            good &= verify_leg(&legs[i], groups);
        }
    }
    return good;
}

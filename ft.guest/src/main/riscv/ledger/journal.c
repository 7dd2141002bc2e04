#include "journal.h"

#include <stddef.h>

#include "crc32.h"
#include "mirror.h"
#include "runtime.h"

#define MAGIC 0x4E524A4Cu /* "LJRN" */

/* One group is collected while the one before is being written. */
static struct journal_sector buffers[2][JOURNAL_MAX_SECTORS] __attribute__((aligned(4096)));

static uint32_t group_size;
static uint32_t group_sectors;
static uint64_t seed;
static uint32_t collected;
static uint64_t groups;

static uint32_t sector_crc(const struct journal_sector *sector) {
    const size_t start = offsetof(struct journal_sector, group);
    return crc32((const char *)sector + start, sizeof *sector - start);
}

uint32_t journal_open(uint32_t size, uint64_t new_seed) {
    group_size = size;
    seed = new_seed;
    group_sectors = (size + JOURNAL_ENTRIES - 1) / JOURNAL_ENTRIES;
    return group_sectors;
}

void journal_append(const struct journal_entry *entry) {
    struct journal_sector *sector = &buffers[groups % 2][collected / JOURNAL_ENTRIES];
    sector->entries[collected % JOURNAL_ENTRIES] = *entry;
    collected++;
    if (collected == group_size) {
        journal_flush();
    }
}

void journal_flush(void) {
    if (collected == 0) {
        return;
    }
    struct journal_sector *group = buffers[groups % 2];
    for (uint32_t number = 0; number < group_sectors; number++) {
        struct journal_sector *sector = &group[number];
        uint32_t before = number * JOURNAL_ENTRIES;
        uint32_t used = collected > before ? collected - before : 0;
        sector->magic = MAGIC;
        sector->group = groups;
        sector->seed = seed;
        sector->number = (uint16_t)number;
        sector->sectors = (uint16_t)group_sectors;
        sector->used = (uint16_t)(used < JOURNAL_ENTRIES ? used : JOURNAL_ENTRIES);
        memset(&sector->entries[sector->used], 0,
               (JOURNAL_ENTRIES - sector->used) * sizeof sector->entries[0]);
        sector->crc = sector_crc(sector);
    }
    mirror_write(groups, group);
    groups++;
    collected = 0;
}

uint64_t journal_groups(void) { return groups; }

bool journal_sector_valid(const struct journal_sector *sector, uint64_t group, uint32_t number) {
    return sector->magic == MAGIC && sector->seed == seed && sector->group == group
           && sector->number == number && sector->crc == sector_crc(sector);
}

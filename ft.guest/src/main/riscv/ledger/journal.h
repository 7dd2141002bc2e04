/* The journal: transactions are collected into groups, a group is written as whole sectors. */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "disk.h"

struct journal_entry {
    uint64_t transaction;
    uint32_t from;
    uint32_t to;
    uint64_t amount;
    uint64_t work;
};

#define JOURNAL_ENTRIES 15
#define JOURNAL_MAX_SECTORS 64
#define JOURNAL_MAX_GROUP (JOURNAL_ENTRIES * JOURNAL_MAX_SECTORS)

/* What a sector of the journal holds; the CRC covers what follows it. */
struct journal_sector {
    uint32_t magic;
    uint32_t crc;
    uint64_t group;
    uint16_t number;
    uint16_t sectors;
    uint16_t used;
    uint16_t reserved;
    uint64_t seed;
    struct journal_entry entries[JOURNAL_ENTRIES];
};

_Static_assert(sizeof(struct journal_sector) == SECTOR_SIZE, "a journal sector fills a sector");

/* Takes the transactions in a group and what identifies the journal; gives a group's sectors. */
uint32_t journal_open(uint32_t group_size, uint64_t seed);

void journal_append(const struct journal_entry *entry);

/* Writes what is collected, even if the group is not full. */
void journal_flush(void);

uint64_t journal_groups(void);

/* Whether a sector is intact and belongs to a group. */
bool journal_sector_valid(const struct journal_sector *sector, uint64_t group, uint32_t number);

#endif

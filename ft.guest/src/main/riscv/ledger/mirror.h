/*
 * The disks of both IO subsystems as a mirror. IO is not duplicated by the machine: the guest
 * writes everything to both sides itself, does without a side that fails, and brings it up to date
 * when it comes back.
 */
#ifndef MIRROR_H
#define MIRROR_H

#include <stdbool.h>
#include <stdint.h>

#include "journal.h"

#define MIRROR_LEGS 2

struct mirror_plan {
    struct {
        bool wanted;
        uintptr_t base;
        unsigned source;
    } legs[MIRROR_LEGS];
    uint32_t group_sectors;
    uint64_t slots;  /* groups that the disk holds before the oldest is overwritten */
    uint64_t probe;  /* groups between two looks for a leg that is out of service */
    uint64_t limit;  /* ticks of guest time that a disk has for an answer */
    uint64_t seed;   /* identifies the journal on disk */
};

void mirror_start(const struct mirror_plan *plan);

/* Starts writing a group on every leg in service. Its sectors are in use until the next call. */
void mirror_write(uint64_t group, const struct journal_sector *sectors);

/* Waits until every leg has written what it was given, or is out of service. */
void mirror_settle(void);

/*
 * Finishes copies that are under way, then reads back what the legs in service hold of so many
 * groups; false if anything is wrong.
 */
bool mirror_verify(uint64_t groups);

#endif

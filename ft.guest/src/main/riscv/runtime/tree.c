#include "tree.h"

#define MAGIC 0xd00dfeedu
#define MAX_DEPTH 16

enum token { BEGIN_NODE = 1, END_NODE = 2, PROPERTY = 3, NOP = 4 };

/* Offsets in the header. */
enum { TOTAL_SIZE = 4, STRUCTURE = 8, STRINGS = 12 };

struct walk {
    const uint8_t *tree;
    uint32_t size;
    uint32_t at;
    const char *path[MAX_DEPTH];
    unsigned depth;
};

static uint32_t big32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint64_t big64(const uint8_t *bytes) {
    return (uint64_t)big32(bytes) << 32 | big32(bytes + 4);
}

static bool name_is(const char *node, const char *name) {
    while (*name != '\0' && *node == *name) {
        node++;
        name++;
    }
    return *name == '\0' && (*node == '\0' || *node == '@');
}

static void property(const struct walk *walk, const char *name, const uint8_t *value,
                     uint32_t length, struct machine *machine) {
    if (walk->depth == 2 && name_is(walk->path[1], "chosen") && text_equal(name, "bootargs")) {
        uint32_t room = sizeof machine->arguments - 1;
        memcpy(machine->arguments, value, length < room ? length : room);
    } else if (walk->depth == 2 && name_is(walk->path[1], "memory") && text_equal(name, "reg")
               && length >= 16) {
        machine->memory_end = big64(value) + big64(value + 8);
    } else if (walk->depth == 3 && name_is(walk->path[1], "cpus") && name_is(walk->path[2], "cpu")
               && text_equal(name, "reg") && length >= 4) {
        unsigned hart = big32(value + length - 4);
        if (hart >= machine->harts) {
            machine->harts = hart + 1;
        }
    }
}

/* The size of a token's data, padded to the next token. */
static uint32_t padded(uint32_t length) { return (length + 3) & ~3u; }

static bool step(struct walk *walk, struct machine *machine) {
    const uint8_t *tree = walk->tree;
    uint32_t token = big32(tree + walk->at);
    walk->at += 4;
    if (token == BEGIN_NODE) {
        const char *name = (const char *)tree + walk->at;
        if (walk->depth == MAX_DEPTH) {
            return false;
        }
        walk->path[walk->depth++] = name;
        walk->at += padded((uint32_t)strlen(name) + 1);
    } else if (token == END_NODE) {
        walk->depth--;
    } else if (token == PROPERTY) {
        uint32_t length = big32(tree + walk->at);
        const char *name =
            (const char *)tree + big32(tree + STRINGS) + big32(tree + walk->at + 4);
        property(walk, name, tree + walk->at + 8, length, machine);
        walk->at += 8 + padded(length);
    } else if (token != NOP) {
        return false;
    }
    return walk->depth > 0 && walk->at + 4 <= walk->size;
}

void tree_read(const void *tree, struct machine *machine) {
    struct walk walk = {.tree = tree};
    if (tree == NULL || big32(tree) != MAGIC) {
        return;
    }
    walk.size = big32(walk.tree + TOTAL_SIZE);
    walk.at = big32(walk.tree + STRUCTURE);
    while (step(&walk, machine)) {
    }
}

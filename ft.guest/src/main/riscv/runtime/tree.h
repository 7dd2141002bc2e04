/* Reads what a guest needs from a flattened device tree. */
#ifndef TREE_H
#define TREE_H

#include "runtime.h"

/* Leaves alone what the tree does not say, and everything if it is no tree. */
void tree_read(const void *tree, struct machine *machine);

#endif

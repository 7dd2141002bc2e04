/* Platform level interrupt controller, context 0: machine mode of hart 0. */
#ifndef PLIC_H
#define PLIC_H

#include <stdbool.h>

/*
 * Calls a function for every interrupt of a source. It says whether it found a cause; a source that
 * keeps interrupting without one is masked, because a board that is pulled at the wrong moment must
 * not keep the hart busy for good. What waits for that source then has to poll.
 */
void plic_enable(unsigned source, bool (*handler)(unsigned source));
void plic_disable(unsigned source);

#endif

#ifndef CRC32_H
#define CRC32_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32 of IEEE 802.3. */
uint32_t crc32(const void *data, size_t length);

#endif

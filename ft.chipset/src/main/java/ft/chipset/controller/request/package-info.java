/** The ways of requests: outbound from the CPUs, inbound from devices and DMA engines. */
package ft.chipset.controller.request;

/** Resynchronization that copies what the main storage access trace names (P6, US 2006/0150004). */
package ft.copy.trace;

/** Sockets and epoll of Linux by system call: cheap enough that the load is never what is measured. */
@NullMarked
package dev.sluice.bench.net;

import org.jspecify.annotations.NullMarked;

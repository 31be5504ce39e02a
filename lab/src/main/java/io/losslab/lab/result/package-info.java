/**
 * What a run came to, from its evidence alone, now or later: {@code result.json}, the matrix of its variants, what faults
 * did to it. Offline.
 */
package io.losslab.lab.result;

/** What the services answer on {@code GET /status}: written by them, read by whoever asks, the lab among others. */
package io.losslab.contract.status;

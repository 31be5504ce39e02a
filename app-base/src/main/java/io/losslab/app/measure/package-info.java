/** Durations as people write them, latencies as HdrHistogram keeps them, rates over the last second. */
package io.losslab.app.measure;

/** Tests of what watches the lab. */
package io.losslab.observability;

/** What the tests of the services share: a real broker without Docker, the built service as a process of its own, its ledger. */
package io.losslab.app.testing;

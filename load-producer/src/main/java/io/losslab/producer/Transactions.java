package io.losslab.producer;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Cuts the load into transactions of so many records, and aborts each k-th. Belongs to a client, and goes on over its
 * runs. All of it on the pacing thread. The connector has initialised the client for transactions. How each ended is in the
 * ledger of the run: an abort is proven by who made it.
 */
final class Transactions {
    private static final Logger LOG = Logger.getLogger(Transactions.class);

    private final Producer<?, ?> client;
    private final int records;
    private final int abortEvery;
    private boolean open;
    private int sent;
    private long ended;

    /**
     * @param records of each transaction; 0 for no transactions
     * @param abortEvery each transaction whose number is divisible by this is aborted; 0 for none
     */
    Transactions(Producer<?, ?> client, int records, int abortEvery) {
        this.client = client;
        this.records = records;
        this.abortEvery = abortEvery;
    }

    /** Call before each send; begins a transaction where none is open. */
    void beforeSend() {
        if (records == 0 || open) {
            return;
        }
        client.beginTransaction();
        open = true;
        sent = 0;
    }

    /** Call after each send; ends the transaction that is full. */
    void afterSend(LoadRun run) {
        if (open && ++sent >= records) {
            end(run, abortEvery > 0 && (ended + 1) % abortEvery == 0);
        }
    }

    /** Commits what is open: the load stops. */
    void finish(LoadRun run) {
        if (open) {
            end(run, false);
        }
    }

    private void end(LoadRun run, boolean abort) {
        boolean committed = !abort;
        try {
            if (abort) {
                client.abortTransaction();
            } else {
                client.commitTransaction();
            }
        } catch (InterruptException e) {
            throw e; // still open; finish() ends it
        } catch (KafkaException e) {
            if (abort) {
                throw e;
            }
            LOG.warnf("a transaction of %d records could not be committed, and is aborted: %s", sent, e.getMessage());
            client.abortTransaction();
            committed = false;
        }
        run.transactionEnded(committed);
        open = false;
        ended++;
    }
}

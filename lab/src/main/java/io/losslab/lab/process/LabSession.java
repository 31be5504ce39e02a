package io.losslab.lab.process;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * All that one lab process has started. Closing it ends every process that is still there, the last started first, and
 * removes every folder given to it; it is closed on a normal end, on failure, and on SIGINT, SIGTERM and SIGHUP.
 *
 * <p>On such a signal the thread that opened the session is interrupted and has {@value #UNWIND_SECONDS} seconds to
 * unwind and to close it; after that the session closes itself.
 */
public final class LabSession implements AutoCloseable {
    private static final int UNWIND_SECONDS = 20;

    private final ProcessRegistry registry;
    private final String id;
    private final Thread owner = Thread.currentThread();
    private final Thread hook = new Thread(this::onSignal, "losslab-session-end");
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Deque<ChildProcess> children = new ArrayDeque<>();
    private final List<Path> folders = new ArrayList<>();
    private boolean closing;

    LabSession(ProcessRegistry registry, String id) {
        this.registry = registry;
        this.id = id;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public String id() {
        return id;
    }

    /** Removes the folder when the session closes, or, if the lab is killed, when the next one starts. */
    public synchronized void removeAtEnd(Path folder) {
        if (closing) {
            throw new IllegalStateException("the lab is ending: " + folder + " was not made");
        }
        registry.noteFolder(id, folder);
        folders.add(folder);
    }

    /** The folder is gone, or is to stay after all. */
    public synchronized void forgetFolder(Path folder) {
        if (!folders.contains(folder)) {
            return;
        }
        registry.forgetFolder(id, folder);
        folders.remove(folder);
    }

    /** Notes what is about to be made on somebody else's cluster: it is removed or named if the lab is killed. */
    public synchronized void noteTraces(ForeignTraces traces) {
        if (closing) {
            throw new IllegalStateException("the lab is ending: " + traces.text() + " were not made");
        }
        registry.noteTraces(id, traces);
    }

    /** They are gone, or are to stay after all. */
    public synchronized void forgetTraces(ForeignTraces traces) {
        registry.forgetTraces(id, traces);
    }

    public String marker() {
        return ProcessRegistry.marker(id);
    }

    /** Takes charge of a process that was just started; one that comes too late is ended at once. */
    void adopt(ChildProcess child) {
        boolean late;
        synchronized (this) {
            late = closing;
            if (!late) {
                registry.noteProcess(id, child.name(), child.handle());
                children.push(child);
            }
        }
        if (late) {
            child.kill();
            throw new IllegalStateException("the lab is ending: " + child.name() + " was not started");
        }
    }

    synchronized void release(ChildProcess child) {
        if (children.remove(child)) {
            registry.forgetProcess(id, child.pid());
        }
    }

    /** Lets processes and folders outlive this session, until {@code losslab down}. */
    public synchronized void keep(List<ChildProcess> kept, List<Path> keptFolders) {
        registry.keep(id, kept.stream().map(ChildProcess::pid).toList(), keptFolders);
        children.removeAll(kept);
        folders.removeAll(keptFolders);
    }

    @Override
    public void close() {
        List<ChildProcess> toEnd;
        List<Path> toRemove;
        synchronized (this) {
            if (closing) {
                toEnd = null;
                toRemove = null;
            } else {
                closing = true;
                toEnd = List.copyOf(children);
                toRemove = List.copyOf(folders);
            }
        }
        if (toEnd == null) {
            Waiting.uninterruptibly(() -> closed.await(2 * UNWIND_SECONDS, TimeUnit.SECONDS));
            return;
        }
        try {
            toEnd.forEach(ChildProcess::askToEnd);
            toEnd.forEach(ChildProcess::end);
            toRemove.forEach(Folders::delete);
            registry.forget(id);
        } finally {
            closed.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ignored) {
                // the shutdown is on, and this is a part of it
            }
        }
    }

    private void onSignal() {
        owner.interrupt();
        if (!Waiting.uninterruptibly(() -> closed.await(UNWIND_SECONDS, TimeUnit.SECONDS))) {
            close();
        }
    }
}

package io.foyer.state.redis;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Prints the name it holds its lease under and stays until it is killed. Argument: Redis URI. */
final class LeaseHolderMain {
    private LeaseHolderMain() {}

    public static void main(String[] args) throws InterruptedException {
        StateProcess process = StateProcess.start(args[0], Map.of("foyer.state.lease", "900ms"));
        System.out.println(process.leases().self());
        new CountDownLatch(1).await();
    }
}

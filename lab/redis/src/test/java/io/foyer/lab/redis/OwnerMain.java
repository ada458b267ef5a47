package io.foyer.lab.redis;

import java.util.concurrent.CountDownLatch;

/** Starts one server and another that it ends again, says so, and stays until it is killed. */
final class OwnerMain {
    private OwnerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        RedisProcess redis = RedisProcess.startKeepingData();
        RedisProcess killed = RedisProcess.startKeepingData();
        killed.kill();
        System.out.println(redis.server().pid());
        System.out.println(redis.folder());
        System.out.println(killed.folder());
        new CountDownLatch(1).await();
    }
}

package io.foyer.lab.node.mixing;

import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamListener;
import io.foyer.lab.node.media.StreamName;
import io.foyer.lab.node.media.StreamTable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The conference groups of this node. A member sees the composite {@code <scope>/<group>}, whenever that stream is
 * live here, and hears all other members.
 */
public final class Groups implements StreamTable.Observer {
    /** A participant in a group. */
    public interface Member {
        LiveStream ownStream();

        void see(Picture composite);

        void hear(Sound others);
    }

    private final Map<String, Group> groups = new ConcurrentHashMap<>();
    private final StreamTable streams;
    private final ScheduledExecutorService timer;

    public Groups(StreamTable streams, ScheduledExecutorService timer) {
        this.streams = streams;
        this.timer = timer;
        streams.observe(this);
    }

    /** @param guid {@code <scope>/<group>} */
    public void join(String guid, Member member) {
        groups.compute(guid, (key, present) -> {
            Group group = present == null ? new Group() : present;
            group.add(member);
            return group;
        });
        composite(guid);
    }

    public void leave(String guid, Member member) {
        groups.computeIfPresent(guid, (key, group) -> {
            if (!group.removeAndTest(member)) {
                return group;
            }
            live(guid).ifPresent(composite -> composite.unlisten(group.viewer));
            return null;
        });
    }

    public Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new TreeMap<>();
        groups.forEach((guid, group) -> sizes.put(guid, group.members.size()));
        return sizes;
    }

    @Override
    public void started(LiveStream stream) {
        composite(stream.name().guid());
    }

    @Override
    public void stopped(LiveStream stream) {
        // The group's listener went with the stream; members keep the last picture.
    }

    private void composite(String guid) {
        live(guid)
                .ifPresent(stream -> groups.computeIfPresent(guid, (key, group) -> {
                    stream.listen(group.viewer);
                    return group;
                }));
    }

    private Optional<LiveStream> live(String guid) {
        return StreamName.parse(guid).flatMap(streams::live);
    }

    private final class Group {
        private final Set<Member> members = new CopyOnWriteArraySet<>();
        private final Map<Member, StreamListener> ears = new ConcurrentHashMap<>();
        private final MixMinus<Member> mix = new MixMinus<>();
        private final ScheduledFuture<?> ticks =
                timer.scheduleAtFixedRate(new Repeated(this::tick), 10, 10, TimeUnit.MILLISECONDS);
        private final StreamListener viewer = new StreamListener() {
            @Override
            public void picture(Picture picture) {
                members.forEach(member -> member.see(picture));
            }
        };

        private void add(Member member) {
            mix.add(member);
            StreamListener ear = new StreamListener() {
                @Override
                public void sound(Sound sound) {
                    mix.said(member, sound);
                }
            };
            ears.put(member, ear);
            members.add(member);
            member.ownStream().listen(ear);
        }

        /** True when nobody is left. */
        private boolean removeAndTest(Member member) {
            members.remove(member);
            mix.remove(member);
            StreamListener ear = ears.remove(member);
            if (ear != null) {
                member.ownStream().unlisten(ear);
            }
            if (members.isEmpty()) {
                ticks.cancel(false);
            }
            return members.isEmpty();
        }

        private void tick() {
            MixMinus.Tick<Member> tick = mix.next();
            members.forEach(member -> member.hear(tick.without(member)));
        }
    }
}

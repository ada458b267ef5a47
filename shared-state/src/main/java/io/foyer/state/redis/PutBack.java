package io.foyer.state.redis;

import io.foyer.state.Snapshot;
import io.foyer.state.StateException;
import io.foyer.state.Version;
import io.foyer.state.redis.RecordAccess.Answer;
import io.foyer.state.redis.RecordAccess.Content;
import io.foyer.state.redis.RecordAccess.Return;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Gives back to a partition that lost its data what one replica held of it. What nobody wrote since is put back as it was;
 * what somebody did is reunited as its table says. The partition then remembers that it descends from the lost one
 * ({@link Lineage}), in the same step, so that nobody who comes later undoes what is decided from then on.
 */
final class PutBack<T> {
    private static final Logger LOG = Logger.getLogger(PutBack.class);

    /** Each attempt is lost to a writer of one of the same records, or to another holder who then left little to do. */
    private static final int MAX_ATTEMPTS = 50;

    private final RecordAccess<T> access;
    private final String partition;
    private final Version at;
    private final Lineage before;
    private final Collection<Snapshot<T>> held;

    /**
     * @param at the version of the partition that is held
     * @param before what that one descended from itself
     * @param held all records of it
     */
    PutBack(String partition, RecordAccess<T> access, Version at, Lineage before, Collection<Snapshot<T>> held) {
        this.access = access;
        this.partition = partition;
        this.at = at;
        this.before = before;
        this.held = held;
    }

    /** Answers with an epoch of the partition that has everything that was held here, whoever put it there. */
    Uni<String> run() {
        return attempt("", held, 1);
    }

    /**
     * @param epoch of the partition that has all of it but what is left
     * @param left some records of what is held
     */
    private Uni<String> attempt(String epoch, Collection<Snapshot<T>> left, int number) {
        if (number > MAX_ATTEMPTS) {
            return Uni.createFrom()
                    .failure(new StateException.Busy("too many writers of what has to be put back into " + partition));
        }
        return access.load(partition).chain(content -> {
            String now = content.version().epoch();
            if (now.equals(at.epoch()) || content.lineage().covers(at)) {
                return Uni.createFrom().item(now);
            }
            Collection<Snapshot<T>> missing = now.equals(epoch) ? left : held;
            List<Return<T>> returning = returning(missing, content);
            LOG.warnf(
                    "store lost a partition, putting it back partition=%s held=%d written=%d",
                    partition, missing.size(), returning.size());
            Lineage lineage = content.lineage().plus(before).plus(at);
            return access.putBack(partition, content, lineage, returning).chain(answer -> switch (answer) {
                case Answer.Elsewhere elsewhere -> attempt(now, missing, number + 1);
                case Answer.Done(String then, Set<String> changed)
                when changed.isEmpty() -> Uni.createFrom().item(then);
                case Answer.Done(String then, Set<String> changed) ->
                    attempt(
                            then,
                            missing.stream()
                                    .filter(record -> changed.contains(record.id()))
                                    .toList(),
                            number + 1);
            });
        });
    }

    private List<Return<T>> returning(Collection<Snapshot<T>> left, Content<T> content) {
        long known = content.lineage().revisionOf(at.epoch());
        return left.stream()
                .filter(record -> record.version().revision() > known)
                .flatMap(record ->
                        returning(record, Optional.ofNullable(content.records().get(record.id()))).stream())
                .toList();
    }

    private Optional<Return<T>> returning(Snapshot<T> record, Optional<Snapshot<T>> present) {
        if (present.isEmpty()) {
            return Optional.of(new Return<>(record.id(), 0, record.value()));
        }
        T younger = present.get().value();
        T reunited = access.table().reunion().apply(record.value(), younger);
        return reunited.equals(younger)
                ? Optional.empty()
                : Optional.of(new Return<>(record.id(), present.get().version().revision(), reunited));
    }
}

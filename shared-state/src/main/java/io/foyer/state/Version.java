package io.foyer.state;

/**
 * The place of a record in time. Revisions grow with every write to the record's partition, deletions included, so they
 * never go back within an epoch. The epoch is a new random text whenever a partition is begun anew, and when a store that
 * lost its last changes is written by somebody who knew them. Versions of different epochs cannot be compared.
 */
public record Version(String epoch, long revision) {
    /** Of a partition that does not exist, and of a record in it. */
    public static final Version NONE = new Version("", 0);

    /** True for the same version, and for an earlier one of the same epoch. */
    public boolean includes(Version other) {
        return epoch.equals(other.epoch) && other.revision <= revision;
    }

    /** True when whoever knew this version has evidence that a partition now at the other one lost data. */
    public boolean isLostIn(Version partition) {
        return !equals(NONE) && !partition.includes(this);
    }
}

package io.foyer.state;

/**
 * The place of a record in time. Revisions grow with every write to the record's partition, deletions included, so they
 * never go back within an epoch. The epoch is a new random text whenever a partition is begun anew, which is what
 * happens after the store was lost: versions of different epochs cannot be compared.
 */
public record Version(String epoch, long revision) {}

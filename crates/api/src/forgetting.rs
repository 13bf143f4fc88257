//! Making room where something is remembered of everybody who ever came.

use std::collections::BTreeMap;

/// Forgets the half of the entries that rank lowest, in one sweep, so that the next sweep is far away.
pub(crate) fn forget_lower_half<V, R: Ord + Copy>(kept: &mut BTreeMap<String, V>, rank: impl Fn(&V) -> R) {
    let mut ranks: Vec<R> = kept.values().map(&rank).collect();
    ranks.sort_unstable();
    let half = ranks.len().div_ceil(2);
    let Some(highest) = half.checked_sub(1).and_then(|at| ranks.get(at)).copied() else { return };
    // Of those that rank alike only as many as are still to go.
    let mut alike = half - ranks.partition_point(|rank| *rank < highest);
    kept.retain(|_, value| {
        let rank = rank(value);
        let goes = rank < highest || (rank == highest && alike > 0);
        alike -= usize::from(goes && rank == highest);
        !goes
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_goes_whatever_the_ranks_are() {
        let map = |ranks: &[i64]| -> BTreeMap<String, i64> {
            ranks.iter().enumerate().map(|(n, rank)| (format!("k{n}"), *rank)).collect()
        };
        let left = |ranks: &[i64]| {
            let mut kept = map(ranks);
            forget_lower_half(&mut kept, |rank| *rank);
            kept.into_values().collect::<Vec<_>>()
        };
        assert_eq!(left(&[4, 1, 3, 2]), [4, 3]);
        assert_eq!(left(&[7, 7, 7, 7]), [7, 7]);
        assert_eq!((left(&[1]), left(&[])), (vec![], vec![]));
    }
}

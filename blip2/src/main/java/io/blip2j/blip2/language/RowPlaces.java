package io.blip2j.blip2.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which place of the caches each row has, while beams change places.
///
/// A row that goes on keeps its place, and its keys and values stay where they are; one that goes on more than
/// once is copied into the place of one that has ended. So rows and places come to have different orders.
///
/// @param of the place of each row; all are different
public record RowPlaces(int[] of) {
    /// Content of one place that another one gets.
    public record Copy(int from, int to) {}

    /// Where rows are after they moved.
    ///
    /// @param places of the new rows
    /// @param copies what has to be copied, in any order
    public record Moved(RowPlaces places, List<Copy> copies) {}

    public RowPlaces {
        of = of.clone();
    }

    /// Row `i` has place `i`.
    public static RowPlaces straight(int rows) {
        int[] places = new int[rows];
        Arrays.setAll(places, i -> i);
        return new RowPlaces(places);
    }

    /// Whether row `i` has place `i`.
    public boolean isStraight() {
        for (int row = 0; row < of.length; row++) {
            if (of[row] != row) {
                return false;
            }
        }
        return true;
    }

    /// Row `i` becomes what row `rows[i]` is; as many rows as before.
    /// @param groups which places may stand in for one another: those of equal numbers; null: all
    /// @return null if a row would need a place of another group
    public Moved move(int[] rows, int[] groups) {
        boolean[] used = new boolean[of.length];
        int[] places = new int[rows.length];
        for (int row = 0; row < rows.length; row++) {
            int place = of[rows[row]];
            places[row] = used[place] ? -1 : place;
            used[place] = true;
        }
        List<Copy> copies = new ArrayList<>();
        for (int row = 0; row < rows.length; row++) {
            if (places[row] < 0) {
                int from = of[rows[row]];
                int to = 0;
                while (to < used.length && (used[to] || groups != null && groups[to] != groups[from])) {
                    to++;
                }
                if (to == used.length) {
                    return null;
                }
                used[to] = true;
                places[row] = to;
                copies.add(new Copy(from, to));
            }
        }
        return new Moved(new RowPlaces(places), copies);
    }

    /// Values of rows in the order of places.
    public long[] atPlaces(long[] rows) {
        long[] values = new long[rows.length];
        for (int row = 0; row < rows.length; row++) {
            values[of[row]] = rows[row];
        }
        return values;
    }

    /// The places of some rows.
    public int[] of(int[] rows) {
        int[] places = new int[rows.length];
        Arrays.setAll(places, i -> of[rows[i]]);
        return places;
    }

    @Override
    public int[] of() {
        return of.clone();
    }
}

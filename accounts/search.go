package accounts

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Search finds people by whatever the agent typed in one line: name, date of birth in any writing, postcode, phone digits (last
// four too), email, NINO, in any mixture, with typing mistakes. At most 20, best first. Name alone looks up exact and phonetic
// keys only. Restricted people are left out but for those cleared. The search itself is recorded, with what kinds of thing were
// typed and how many were found, never the words. Citizens may not search: ErrNotAllowed.
func (r *Register) Search(ctx context.Context, by audit.Actor, query string) ([]Found, error) {
	if by.Role != audit.Staff && by.Role != audit.System {
		return nil, fmt.Errorf("search: %w", ErrNotAllowed)
	}
	a := readLine(query, r.today())
	var found []Found
	err := pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		cleared, err := r.cleared(ctx, tx, by)
		if err != nil {
			return err
		}
		if found, err = r.find(ctx, tx, a, cleared); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.searched", Why: fmt.Sprintf("%s: %d", a.kinds(), len(found))})
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return found, nil
}

// find asks for the strong keys first; only where those bring up nobody who fits well, for the weak ones too, which bring up
// half the town.
func (r *Register) find(ctx context.Context, tx pgx.Tx, a ask, cleared bool) ([]Found, error) {
	if a.empty() {
		return nil, nil
	}
	k := r.keyring()
	k.line(a)
	for _, w := range []width{strong, weak} {
		people, err := r.candidates(ctx, tx, k, w, &pgx.Batch{})
		if err != nil {
			return nil, err
		}
		found := a.rank(people, cleared)
		if w == weak || len(found) > 0 && found[0].Score >= fitsWell {
			return found, nil
		}
	}
	return nil, nil
}

// rank scores people and keeps those worth showing.
func (a ask) rank(people []*person, cleared bool) []Found {
	var found []Found
	for _, p := range people {
		if p.Restricted && !cleared {
			continue
		}
		if f := a.score(p); f.Score >= scoreWorthy {
			found = append(found, f)
		}
	}
	return best(found)
}

// best sorts, and leaves out who is far behind the first.
func best(found []Found) []Found {
	slices.SortFunc(found, func(a, b Found) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.FullName, b.FullName), cmp.Compare(a.ID, b.ID))
	})
	for i, f := range found {
		if i == mostFound || f.Score < found[0].Score*besideTheBest {
			return found[:i]
		}
	}
	return found
}

// kinds names what kinds of thing were typed, for the record of the search.
func (a ask) kinds() string {
	var out []string
	for kind, n := range map[string]int{"name": len(a.words), "date": len(a.days), "year": len(a.years), "postcode": len(a.postcodes) + len(a.areas),
		"phone": len(a.phones) + len(a.ends), "email": len(a.emails), "nino": len(a.ninos), "nhs": len(a.nhs)} {
		if n > 0 {
			out = append(out, kind)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

package cases

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// draftRowQuery lists drafts d, whatever has become of them.
const draftRowQuery = `
	select d.id, d.reference, d.agency_id, d.service, d.version, coalesce(person_id(a), 0), coalesce(person_name(a), ''), d.state, d.touched_at, d.touched_door,
	       (select count(distinct question) from answers where draft_id = d.id), coalesce(c.id, 0), coalesce(c.state, '')
	from drafts d
	left join accounts a on a.id = d.account_id
	left join cases c on c.draft_id = d.id `

// shown leaves restricted people out but for staff who are cleared.
const shown = `(@cleared or not coalesce(person_hidden(a), false))`

// SearchDrafts finds an agency's drafts and cases by reference or by the person in them, for the desk's one search box; at most 20, best
// first. Restricted people are left out but for those cleared. The search itself is recorded, without what was typed.
func (o *Office) SearchDrafts(ctx context.Context, by audit.Actor, query string) (found []DraftRow, err error) {
	if err := staffOnly(by); err != nil {
		return nil, err
	}
	if strings.TrimSpace(query) == "" {
		return nil, nil
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if found, err = o.searchTx(ctx, tx, by, query); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "drafts.searched"})
	})
	return found, err
}

func (o *Office) searchTx(ctx context.Context, tx pgx.Tx, by audit.Actor, query string) ([]DraftRow, error) {
	cleared, err := o.cleared(ctx, tx, by)
	if err != nil {
		return nil, err
	}
	for _, ref := range referencesIn(query) {
		found, err := o.draftRows(ctx, tx, `where d.reference = @reference and d.agency_id = @agency and `+shown,
			pgx.NamedArgs{"reference": ref, "agency": by.Agency, "cleared": cleared})
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	keys := o.register.QueryKeys(query, o.today())
	if len(keys) == 0 {
		return nil, nil
	}
	// The more keys fit, the better; among equals the draft touched last is the likelier one.
	return o.draftRows(ctx, tx, `
		join (
			select k.draft_id, count(*) as fits
			from unnest(@keys::bigint[]) as asked (key)
			cross join lateral (
				select draft_id from draft_keys where key = asked.key order by draft_id desc limit @each) k
			group by k.draft_id
			order by fits desc, k.draft_id desc
			limit 200) k on k.draft_id = d.id
		where d.agency_id = @agency and `+shown+`
		order by k.fits desc, d.touched_at desc
		limit 20`, pgx.NamedArgs{"keys": keys, "agency": by.Agency, "cleared": cleared, "each": perKey})
}

// perKey bounds what one key may bring: one that more drafts share says little about any, and the newest are the likelier ones.
const perKey = 500

// ByAccount are all drafts and cases of the person of an account, latest first: for staff their agency's, for the citizen all. Somebody
// else's account answers ErrNotFound.
func (o *Office) ByAccount(ctx context.Context, by audit.Actor, account int64) (found []DraftRow, err error) {
	if by.Role != audit.Staff && !may(by, 0, account) {
		return nil, ErrNotFound
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		where, cleared := `where d.account_id = any(person_of(@account))`, true
		if by.Role == audit.Staff {
			where += ` and d.agency_id = @agency and ` + shown
			if cleared, err = o.cleared(ctx, tx, by); err != nil {
				return err
			}
		}
		found, err = o.draftRows(ctx, tx, where+` order by d.touched_at desc, d.id desc limit 100`,
			pgx.NamedArgs{"account": account, "agency": by.Agency, "cleared": cleared})
		if err != nil {
			return err
		}
		found, err = o.forHelper(ctx, tx, by, account, found)
		return err
	})
	return found, err
}

// referencesIn are what may be a reference in a line: the whole of it, a word, or two that were said apart.
func referencesIn(line string) (refs []string) {
	words := strings.Fields(line)
	try := func(text string) {
		if ref, ok := ReadReference(text); ok && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	try(line)
	for i, w := range words[:min(len(words), 12)] {
		try(w)
		if i+1 < len(words) {
			try(w + words[i+1])
		}
	}
	return refs
}

func (o *Office) draftRows(ctx context.Context, tx pgx.Tx, where string, args pgx.NamedArgs) ([]DraftRow, error) {
	rows, err := tx.Query(ctx, draftRowQuery+where, args)
	if err != nil {
		return nil, fmt.Errorf("list drafts: %w", err)
	}
	var versions []int
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r DraftRow, err error) {
		var version int
		err = row.Scan(&r.ID, &r.Reference, &r.Agency, &r.Service, &version, &r.Account, &r.Name, &r.State, &r.TouchedAt, &r.TouchedDoor, &r.Answered, &r.Case, &r.CaseState)
		r.version = version
		versions = append(versions, version)
		return r, err
	})
	if err != nil {
		return nil, fmt.Errorf("list drafts: %w", err)
	}
	return found, o.nameRows(ctx, tx, found, versions)
}

// nameRows puts the name of the service to each row, and where a draft is nobody's yet the name as answered.
func (o *Office) nameRows(ctx context.Context, tx pgx.Tx, found []DraftRow, versions []int) error {
	var drafts []int64
	var questions []string
	for i, r := range found {
		s, err := o.named(ctx, r.Service, versions[i])
		if err != nil {
			return fmt.Errorf("list drafts: %w", err)
		}
		found[i].ServiceName, found[i].ServiceCy = s.Word(lang.En, "name", nil), s.Word(lang.Cy, "name", nil)
		found[i].Unread = s.Version != versions[i]
		if r.Name == "" && s.Person.Name != "" {
			drafts, questions = append(drafts, r.ID), append(questions, s.Person.Name)
		}
	}
	if len(drafts) == 0 {
		return nil
	}
	names, err := o.answeredNames(ctx, tx, drafts, questions)
	if err != nil {
		return err
	}
	for i, r := range found {
		if r.Name == "" {
			found[i].Name = names[r.ID].Text
		}
	}
	return nil
}

func (o *Office) answeredNames(ctx context.Context, tx pgx.Tx, drafts []int64, questions []string) (map[int64]services.Value, error) {
	rows, err := tx.Query(ctx, `
		select distinct on (a.draft_id) a.draft_id, a.rev, a.value, a.sealed
		from unnest(@drafts::bigint[], @questions::text[]) as w (draft, question)
		join answers a on a.draft_id = w.draft and a.question = w.question
		order by a.draft_id, a.rev desc`, pgx.NamedArgs{"drafts": drafts, "questions": questions})
	if err != nil {
		return nil, fmt.Errorf("names of drafts: %w", err)
	}
	names := map[int64]services.Value{}
	var id, rev int64
	var v services.Value
	var sealed []byte
	_, err = pgx.ForEachRow(rows, []any{&id, &rev, &v, &sealed}, func() error {
		err := UnsealAnswer(o.register, id, rev, sealed, &v)
		names[id] = v
		v = services.Value{}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("names of drafts: %w", err)
	}
	return names, nil
}

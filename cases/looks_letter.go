package cases

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/staff"
)

// mostLooksPosted is how many of the latest looks fit into a letter in large print.
const mostLooksPosted = 60

// PostLooks posts a person who has looked at their record: the page of it for who is not online. It goes in the format they need, or becomes a
// task. ErrNotFound for who may not see the person.
func (o *Office) PostLooks(ctx context.Context, by audit.Actor, account int64) error {
	if err := staffOnly(by); err != nil {
		return err
	}
	found, err := o.register.Looks(ctx, account, 0, mostLooksPosted)
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		words := map[lang.Lang]map[string]string{}
		for _, l := range lang.All {
			list, err := looksIn(ctx, tx, l, found)
			if err != nil {
				return fmt.Errorf("post looks at account %d: %w", account, err)
			}
			words[l] = map[string]string{"list": list}
		}
		n := accounts.Notice{Account: account, Agency: by.Agency, Kind: "looks", Door: "letter", Words: words}
		if _, err := o.register.TellTx(ctx, tx, n); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.looks_posted", Account: account})
	})
}

// looksIn are the looks in words, one a line.
func looksIn(ctx context.Context, tx pgx.Tx, l lang.Lang, found []accounts.Look) (string, error) {
	names := map[int64]string{0: ""}
	var lines []string
	for _, x := range found {
		if _, known := names[x.Agency]; !known {
			a, err := staff.AgencyTx(ctx, tx, x.Agency)
			if err != nil {
				return "", err
			}
			names[x.Agency] = a.Name(l)
		}
		what, how := x.Say(l, names[x.Agency])
		line := withoutNumbers(l, lang.Moment(l, x.At)+": "+what+". "+how)
		if n := len(lines); n == 0 || lines[n-1] != line {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n"), nil
}

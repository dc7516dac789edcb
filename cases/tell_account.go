package cases

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/staff"
)

// accountKind is the kind of a text and a letter about the account itself.
const accountKind = "account"

type tellWorker struct {
	river.WorkerDefaults[accounts.TellArgs]
	office *Office
}

// Work makes a notice about an account into a letter, a text or a task, once however often it runs.
func (w *tellWorker) Work(ctx context.Context, job *river.Job[accounts.TellArgs]) error {
	return pgx.BeginFunc(ctx, w.office.db, func(tx pgx.Tx) error {
		n, err := w.office.register.NoticeTx(ctx, tx, job.Args.Notice)
		if errors.Is(err, accounts.ErrNotFound) {
			return river.JobCancel(fmt.Errorf("notice %d: %w", job.Args.Notice, err))
		}
		again := job.Args.Unsaid && n.State == "sent" && n.SentBy == accounts.Text
		if err != nil || n.State != "asked" && !again {
			return err
		}
		if err := w.office.tellAccount(ctx, tx, job.Args.Notice, n, again); err != nil {
			return fmt.Errorf("notice %d: %w", job.Args.Notice, err)
		}
		return nil
	})
}

// tellAccount tells it by the door there is; unsaid says that a text of it did not arrive.
func (o *Office) tellAccount(ctx context.Context, tx pgx.Tx, id int64, n accounts.Asked, unsaid bool) error {
	agency, err := o.agencyOf(ctx, tx, n)
	if err != nil {
		return err
	}
	h, err := o.register.HoldTx(ctx, tx, n.Account)
	if err != nil {
		return err
	}
	way := h.Reach(accounts.Purpose{Kind: n.Kind, Only: onlyBy(n, h.Tongue(""), unsaid), AtOnce: n.Code != 0, Phone: n.Phone, Address: n.Address}, o.now())
	if way.Why() == accounts.HasDied {
		return o.register.NoticeMadeTx(ctx, tx, id, "dropped", accounts.NoDoor)
	}
	said := said{id: id, Asked: n, agency: agency, person: h.Account}
	switch way.Door() {
	case accounts.Text:
		err = o.textAccount(ctx, tx, said, way)
	case accounts.Letter:
		err = o.writeAccount(ctx, tx, said, way)
	case accounts.ByHand, accounts.Call, accounts.NoDoor:
		return o.handAccount(ctx, tx, said, way)
	}
	if err != nil {
		return err
	}
	if err := audit.Record(ctx, tx, audit.TheSystem, audit.Entry{Verb: "account.told", Account: n.Account}); err != nil {
		return err
	}
	return o.register.NoticeMadeTx(ctx, tx, id, "sent", way.Door())
}

// said is a notice on its way.
type said struct {
	accounts.Asked
	id     int64
	agency staff.Agency
	person accounts.Account
}

// onlyBy is the one door a notice may take: the one asked for, a letter where nothing is worded for a text or the text failed.
func onlyBy(n accounts.Asked, l lang.Lang, unsaid bool) accounts.Door {
	switch {
	case unsaid, len(n.Address) > 0, !lang.Has(l, accounts.NoticeKey(n.Kind)+".text"):
		return accounts.Letter
	case n.Phone != "":
		return accounts.Text
	}
	return accounts.Door(n.Door)
}

// agencyOf is whose letter it is: the one named, else the one the person last dealt with, else the first there is.
func (o *Office) agencyOf(ctx context.Context, tx pgx.Tx, n accounts.Asked) (staff.Agency, error) {
	id := n.Agency
	if id == 0 {
		err := tx.QueryRow(ctx, `
			select coalesce((select agency_id from drafts where account_id = any(person_of(@account)) order by touched_at desc limit 1),
			                (select min(id) from agencies), 0)`, pgx.NamedArgs{"account": n.Account}).Scan(&id)
		if err != nil {
			return staff.Agency{}, err
		}
	}
	return staff.AgencyTx(ctx, tx, id)
}

func (o *Office) textAccount(ctx context.Context, tx pgx.Tx, n said, way accounts.Way) error {
	b := &pgx.Batch{}
	if err := o.noticeText(ctx, tx, b, n, way); err != nil {
		return err
	}
	return tx.SendBatch(ctx, b).Close()
}

func (o *Office) noticeText(ctx context.Context, tx pgx.Tx, b *pgx.Batch, n said, way accounts.Way) error {
	key, vars := accounts.NoticeKey(n.Kind), o.accountVars(way.Lang(), n, accounts.Code{})
	body := key + ".text"
	if !way.Named() {
		if body = key + ".quiet"; !lang.Has(way.Lang(), body) {
			body = "letters.account.quiet"
			if n.Code != 0 {
				body = "letters.account.quiet-code"
			}
		}
	}
	var id int64
	if err := tx.QueryRow(ctx, drawNotice).Scan(&id); err != nil {
		return err
	}
	return o.queueNotice(ctx, tx, b, way, notice{id: id, account: n.Account, kind: accountKind, code: n.Code, body: lang.T(way.Lang(), body, vars...),
		about: n.id, former: n.Phone != ""})
}

func (o *Office) writeAccount(ctx context.Context, tx pgx.Tx, n said, way accounts.Way) error {
	var code accounts.Code
	if n.Code != 0 {
		var err error
		if code, err = o.register.CodeTx(ctx, tx, n.Code); err != nil {
			return err
		}
	}
	pages := map[lang.Lang]letters.Page{}
	for _, l := range way.Langs() {
		pages[l] = o.accountPage(l, n, way, code)
	}
	postage := "second"
	if n.Code != 0 {
		postage = "first"
	}
	_, err := o.post.RequestTx(ctx, tx, letters.Request{Way: way, Agency: n.agency.ID, Kind: accountKind, Cause: fmt.Sprintf("account-notice:%d", n.id),
		Pages: pages, Code: n.Code, Postage: postage})
	return err
}

// accountPage is the letter in one language.
func (o *Office) accountPage(l lang.Lang, n said, way accounts.Way, code accounts.Code) letters.Page {
	p := &page{lang: l, agency: n.agency, about: n.person.FullName, vars: o.accountVars(l, n, code)}
	if way.Instead() {
		p.reader = way.Name()
	}
	p.out = letters.Page{Date: lang.Date(l, o.now().In(lang.London)), Agency: n.agency.Name(l), Of: lang.T(l, "letters.page-of")}
	p.out.Sender = append(append([]string{n.agency.Name(l)}, n.agency.Settings.Address...), p.say("sender-phone"))
	key := accounts.NoticeKey(n.Kind) + ".letter."
	p.greet()
	p.add(letters.Block{Kind: "heading", Text: lang.T(l, key+"heading", p.vars...)})
	for i := 0; lang.Has(l, fmt.Sprintf("%sparagraphs.%d", key, i)); i++ {
		p.text(lang.T(l, fmt.Sprintf("%sparagraphs.%d", key, i), p.vars...))
	}
	if n.Code != 0 {
		p.code()
		for i := 0; lang.Has(l, fmt.Sprintf("%safter.%d", key, i)); i++ {
			p.text(lang.T(l, fmt.Sprintf("%safter.%d", key, i), p.vars...))
		}
	}
	p.heading("help.heading")
	p.paragraph("account.ring")
	p.paragraph("help.relay")
	p.paragraph("help.format")
	p.add(letters.Block{Kind: "signature", Text: p.say("closing"), Items: []string{n.agency.Name(l)}})
	return p.out
}

// accountVars are what the sentences of a notice may name.
func (o *Office) accountVars(l lang.Lang, n said, code accounts.Code) []any {
	vars := []any{"name", n.person.FullName, "agency", n.agency.Name(l), "phone", n.agency.Settings.Phone, "hours", n.agency.Hours(l),
		"address", shortAddress(o.public), "link", o.public + "/c/{code}", "date", lang.Date(l, o.now().In(lang.London))}
	if code.ID != 0 {
		vars = append(vars, "until", lang.Date(l, code.Expires.In(lang.London)))
	}
	words := n.Words[l]
	if words == nil {
		words = n.Words[lang.En]
	}
	for k, v := range words {
		vars = append(vars, k, v)
	}
	return vars
}

// handAccount gives a person the telling. What its words were filled with is erased: the record says who and what.
func (o *Office) handAccount(ctx context.Context, tx pgx.Tx, n said, way accounts.Way) error {
	task, data := way.Task(n.Kind)
	if _, err := o.AddTaskTx(ctx, tx, Task{Agency: n.agency.ID, Account: n.Account, Kind: task, Data: data}); err != nil {
		return err
	}
	return o.register.NoticeMadeTx(ctx, tx, n.id, "task", accounts.NoDoor)
}

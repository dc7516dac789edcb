package demodata

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// Phrase is what Margaret Ellis's daughter is asked for on the phone.
const Phrase = "the blue kettle"

// folk are the few whom the tour calls by name: each stands for one thing there is to see about who somebody is and who acts for whom.
type folk struct {
	Config
	town   Town
	agent  audit.Actor // on the phone, with somebody who was asked who they are
	across audit.Actor // at the counter, likewise
}

// meet makes them, before anybody else, so that the pretended One Login knows the first of them.
func (c Config) meet(ctx context.Context, town Town) error {
	f := folk{Config: c, town: town, agent: town.member(town.Agencies[0].ID, staff.Agent).Actor(channels.Phone)}
	f.agent.Proven = true
	f.across = f.agent
	f.across.Door = channels.Counter
	for _, story := range []func(context.Context) error{f.helped, f.appointed, f.child, f.proven, f.twins, f.joined} {
		if err := story(ctx); err != nil {
			return err
		}
	}
	return nil
}

// helped is a mother whose daughter does things for her online, and has begun to.
func (f folk) helped(ctx context.Context) error {
	mother := folkOf("Margaret Ellis", 1944, time.March, 5, "4 Chapel Lane", "ZA1 1AB")
	mother.Mobile, mother.Landline = "07700 900801", "020 7946 0801"
	mother.Needs.Format, mother.Needs.Rather = accounts.LargePrint, accounts.Call
	daughter := folkOf("Jane Ellis", 1970, time.January, 2, "27 Mill Terrace", "ZA4 2BD")
	daughter.Mobile = "07700 900802"
	m, err := f.both(ctx, mother, daughter, accounts.NewMandate{Phrase: Phrase, Mandate: accounts.Mandate{Kind: accounts.Helper, Relationship: "family",
		Reason: "online", May: accounts.Rights{See: true, Talk: true, Act: true}, Mail: "copy", Evidence: accounts.AskedSpeaking}}, f.agent)
	if err != nil {
		return err
	}
	l := life{Config: f.Config, town: f.town, rnd: rand.New(rand.NewPCG(37, 0)), who: mother, where: f.town.Agencies[0], story: stories[7], now: f.Now}
	l.Office = f.OfficeAt(func() time.Time { return l.now })
	by := audit.Actor{Role: audit.Helper, ID: m.Helper, For: m.Account, Door: channels.Web}
	if l.draft, err = l.Office.Start(ctx, by, cases.StartInput{Agency: l.where.ID, Service: l.Service.ID, Account: m.Account, Prefill: true}); err != nil {
		return err
	}
	return l.answer(ctx, by, 6)
}

// appointed is a man whose sister is his appointee: what is for him goes to her.
func (f folk) appointed(ctx context.Context) error {
	brother := folkOf("Huw Tandy", 1986, time.June, 19, "9 Orchard Close", "ZA2 3EF")
	brother.Needs.Format = accounts.EasyRead
	sister := folkOf("Ruth Tandy", 1982, time.October, 7, "15 Castle Hill", "ZA2 5GH")
	sister.Mobile = "07700 900803"
	_, err := f.both(ctx, brother, sister, accounts.NewMandate{Mandate: accounts.Mandate{Kind: accounts.Appointee, Relationship: "family",
		Reason: "authority", May: accounts.Rights{See: true, Talk: true, Act: true}, Mail: "instead", Evidence: accounts.AppointeeLetter}}, f.across)
	return err
}

// child is a boy whose mother acts for him till he is 18.
func (f folk) child(ctx context.Context) error {
	boy := folkOf("Alfie Moss", f.Now.Year()-11, time.May, 30, "62 Quarry Road", "ZA3 4JL")
	mother := folkOf("Kerry Moss", 1988, time.August, 14, "62 Quarry Road", "ZA3 4JL")
	mother.Mobile = "07700 900804"
	_, err := f.both(ctx, boy, mother, accounts.NewMandate{Document: "BC123456", Mandate: accounts.Mandate{Kind: accounts.Parent, Relationship: "parent",
		Reason: "child", May: accounts.Rights{See: true, Talk: true, Act: true}, Mail: "instead", Evidence: accounts.BirthCertificate}}, f.across)
	return err
}

// proven is a man who showed his passport across the counter, and whose identity was looked up.
func (f folk) proven(ctx context.Context) error {
	d := folkOf("Idris Vaughan", 1958, time.November, 23, "3 Harbour View", "ZA1 6NP")
	d.Mobile = "07700 900805"
	d.Needs.Written, d.Needs.Spoken = lang.Cy, "cy"
	a, err := f.create(ctx, f.across, d)
	if err != nil {
		return err
	}
	until := services.DayOf(f.Now.AddDate(6, 0, 0))
	var wrong services.Problems
	err = pgx.BeginFunc(ctx, f.DB, func(tx pgx.Tx) (err error) {
		_, wrong, err = f.Register.ShowTx(ctx, tx, f.across, a.ID, accounts.Shown{Document: "passport", Number: "DEMO900805", Expires: &until,
			Checks: []string{proof.Original, proof.Undamaged, proof.InDate, proof.Agrees, proof.Looked, proof.Trained, proof.FaceLike}})
		return err
	})
	if err = fine("passport", wrong, err); err != nil {
		return err
	}
	wrong, err = f.Register.LookUp(ctx, f.across, a.ID, []string{proof.NotDead, proof.NotReported}, 0)
	return fine("look-up", wrong, err)
}

// twins are two who look like one, and somebody has to decide.
func (f folk) twins(ctx context.Context) error {
	var ids []int64
	for i, name := range []string{"Ada Winter", "Ida Winter"} {
		d := folkOf(name, 1949, time.February, 12, "88 Bridge Street", "ZA1 8QR")
		d.Landline = "020 7946 0806" // they share it
		by := f.agent
		if i == 1 {
			by = f.across
		}
		a, err := f.create(ctx, by, d)
		if err != nil {
			return err
		}
		ids = append(ids, a.ID)
	}
	_, wrong, err := f.Register.Suspect(ctx, f.agent, ids[0], ids[1])
	return fine("twins", wrong, err)
}

// joined is one man who had two records, and it was seen.
func (f folk) joined(ctx context.Context) error {
	d := folkOf("William Sutton", 1937, time.July, 4, "51 Meadow Rise", "ZA1 9ST")
	d.Landline = "020 7946 0807"
	kept, err := f.create(ctx, f.agent, d)
	if err != nil {
		return err
	}
	d.FullName, d.Mobile = "Bill Sutton", "07700 900807"
	other, err := f.create(ctx, f.across, d)
	if err != nil {
		return err
	}
	_, wrong, err := f.Register.Join(ctx, f.across, kept.ID, other.ID, accounts.Grounds{Why: "He showed one bus pass for both records: Bill is what he is called."})
	return fine("two records of one", wrong, err)
}

// both makes a person and who acts for them, and has it registered.
func (f folk) both(ctx context.Context, person, helper accounts.Details, n accounts.NewMandate, by audit.Actor) (m accounts.Mandate, err error) {
	p, err := f.create(ctx, by, person)
	if err != nil {
		return m, err
	}
	h, err := f.create(ctx, by, helper)
	if err != nil {
		return m, err
	}
	n.Account, n.Helper = p.ID, h.ID
	m, wrong, err := f.Register.RegisterMandate(ctx, by, n)
	return m, fine("who acts for "+person.FullName, wrong, err)
}

func (f folk) create(ctx context.Context, by audit.Actor, d accounts.Details) (accounts.Account, error) {
	a, wrong, err := f.Register.Create(ctx, by, d)
	return a, fine(d.FullName, wrong, err)
}

func fine(what string, wrong services.Problems, err error) error {
	if err == nil && len(wrong) > 0 {
		err = fmt.Errorf("%v", wrong)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// folkOf are the details of one who lives in Anytown and needs nothing special.
func folkOf(name string, y int, m time.Month, d int, street, postcode string) accounts.Details {
	return accounts.Details{FullName: name, DateOfBirth: &services.Day{Y: y, M: m, D: d},
		Address: &services.PostAddress{Lines: []string{street, "Anytown"}, Postcode: postcode},
		Needs: accounts.Needs{Written: lang.En, Spoken: "en", Format: accounts.Standard, SafeCall: accounts.Yes, SafeText: accounts.Yes,
			SafeEmail: accounts.Unasked, SafeWrite: accounts.Yes, MayAnnounce: true}}
}

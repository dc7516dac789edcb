package cases

import (
	"context"
	"errors"
	"testing"
	"testing/fstest"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// shelf is a library of one service made for a test.
type shelf struct{ s *services.Service }

func (l shelf) Current(string) (*services.Service, bool) { return l.s, true }

func (l shelf) Get(context.Context, string, int) (*services.Service, error) { return l.s, nil }

// vault asks one thing that wants proof, and may be begun in 2026 only.
func vault(t *testing.T) *services.Service {
	t.Helper()
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	words := "name: Vault\nsummary: Open a vault\nbefore: [Read this.]\nsections: {all: All}\nquestions:\n" +
		"  name: {ask: Name of the person, label: Name}\n  secret: {ask: The secret word, label: Secret word}\n"
	s, err := services.Load(fstest.MapFS{"vault/en.yaml": file(words), "vault/cy.yaml": file(words), "vault/service.yaml": file(`
service: vault
version: 1
deadline: {target: 5, final: 10}
effect: {from: 2026-01-01, until: 2026-12-31}
person: {name: name}
sections:
  - id: all
    steps:
      - {question: name, kind: name}
      - {question: secret, kind: text, proof: true}
`)}, "vault")
	must(t, err)
	return s
}

func (b *bundle) withVault() {
	b.Helper()
	s := vault(b.T)
	must(b.T, services.Publish(b.Context(), b.db, s))
	b.office.library = shelf{s}
	_, err := b.db.Exec(b.Context(), `insert into agency_services (agency_id, service) values ($1, 'vault')`, b.agency.ID)
	must(b.T, err)
}

// What wants proof is answered by whoever began a draft that is nobody's, and after that only by who has proven to be the person.
func TestWhatWantsProof(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.withVault()
	someone := audit.Actor{Role: audit.Citizen, Door: channels.Web}
	d, err := b.office.Start(t.Context(), someone, StartInput{Agency: b.agency.ID, Service: "vault"})
	must(t, err)
	secret := d.Service.Question("secret")
	if got := codes(b.answer(someone, d.ID, "secret", value("swordfish"), 0).Problems); got != "" || Hidden(someone, d, secret) {
		t.Errorf("of a draft that is nobody's: %q", got)
	}
	who := b.account(t, func(d *accounts.Details) { d.FullName = "Olwen Teasel" })
	must(t, b.office.Belongs(t.Context(), b.agent, d.ID, who.ID))
	d, err = b.office.Draft(t.Context(), b.agent, d.ID)
	must(t, err)
	rev := d.Answers["secret"].Rev
	for _, in := range []services.Input{value("marlin"), {Fields: map[string][]string{"park": {"yes"}}}, {Text: "marlin"}} {
		if out := b.answer(someone, d.ID, "secret", in, rev); codes(out.Problems) != "proof-needed" || out.Conflict != nil {
			t.Errorf("%v from somebody unproven: %q %v", in, codes(out.Problems), out.Conflict)
		}
	}
	if !Hidden(someone, d, secret) || Hidden(someone, d, d.Service.Question("name")) {
		t.Error("the secret is shown to somebody unproven, or what is no secret is not")
	}
	own := someone
	own.ID = who.ID
	unproven, proven, keying := b.agent, b.agent, b.agent
	proven.Proven, keying.Door = true, channels.Paper
	if out := b.answer(unproven, d.ID, "secret", value("marlin"), rev); codes(out.Problems) != "proof-needed" || !Hidden(unproven, d, secret) {
		t.Errorf("from an agent who has not asked who it is: %q", codes(out.Problems))
	}
	for _, by := range []audit.Actor{own, proven, keying} {
		if out := b.answer(by, d.ID, "secret", value("tench by "+string(by.Door)+string(by.Role)), rev); len(out.Problems) > 0 || out.Conflict != nil || Hidden(by, d, secret) {
			t.Errorf("%s: %+v", by.Role, out)
		} else {
			rev = out.Draft.Answers["secret"].Rev
		}
	}
}

// Who may not see an answer has not read it out: neither alone nor among all the others.
func TestWhatIsHiddenIsNotReadBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.withVault()
	someone := audit.Actor{Role: audit.Citizen, Door: channels.Web}
	d, err := b.office.Start(t.Context(), someone, StartInput{Agency: b.agency.ID, Service: "vault"})
	must(t, err)
	b.answer(someone, d.ID, "name", value("Olwen Teasel"), 0)
	d = b.answer(someone, d.ID, "secret", value("swordfish"), 0).Draft
	proven := b.agent
	proven.Proven = true
	for _, section := range []string{"all", EverySection} {
		if err := b.office.MarkRead(t.Context(), b.agent, d.ID, section, d.Rev); !errors.Is(err, ErrNotAllowed) {
			t.Errorf("%q read back by who does not see it: %v, want ErrNotAllowed", section, err)
		}
		must(t, b.office.MarkRead(t.Context(), proven, d.ID, section, d.Rev))
	}
}

// A version is begun from its first day to its last.
func TestAServiceIsBegunOnItsDays(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.withVault()
	for day, want := range map[time.Time]error{
		time.Date(2025, 12, 31, 12, 0, 0, 0, time.UTC): ErrNotOpen, time.Date(2026, 1, 1, 0, 30, 0, 0, time.UTC): nil,
		time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC): nil, time.Date(2027, 1, 1, 0, 30, 0, 0, time.UTC): ErrNotOpen,
	} {
		b.now = day
		if _, err := b.office.Start(t.Context(), b.agent, StartInput{Agency: b.agency.ID, Service: "vault"}); !errors.Is(err, want) {
			t.Errorf("on %s: %v, want %v", day, err, want)
		}
	}
}

package signin_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
)

// bundle is the gate with a pretended One Login, and two people on record.
type bundle struct {
	*testing.T
	db       *pgxpool.Pool
	register *accounts.Register
	gate     *signin.Gate
	login    *fake.OneLogin
	mary     accounts.Account
	david    accounts.Account

	mu  sync.Mutex
	now time.Time
}

const (
	public  = "https://samedoor.example.org"
	maryIs  = "urn:fdc:gov.uk:2022:mary"
	davidIs = "urn:fdc:gov.uk:2022:david"
	newIs   = "urn:fdc:gov.uk:2022:newcomer"
	firefox = "firefox linux"
)

var agent = audit.Actor{Role: audit.Staff, ID: 7, Agency: 1, Door: channels.Phone}

func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{T: t, db: pgtest.New(t), now: time.Now().Truncate(time.Second)}
	secret := []byte("a secret of tests, of 32 bytes  ")
	jobs, err := river.NewClient(riverpgxv5.New(b.db), &river.Config{})
	must(t, err)
	b.register = accounts.New(b.db, secret)
	b.register.Now = b.clock
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	b.login = fake.NewOneLogin(fake.OneLoginOptions{ClientID: "samedoor-tests", Key: key.Public(), Redirect: public + signin.BackPath,
		Left: public + signin.LeftPath, Now: b.clock, Users: []fake.OneLoginUser{
			{Subject: maryIs, Given: []string{"Mary", "Ann"}, Family: "Quill", Maiden: "Sharp", Born: "1948-03-05", Postcode: "ZA1 1AA", Proves: true},
			{Subject: davidIs, Given: []string{"David"}, Family: "Okonkwo", Born: "1990-07-21", Postcode: "ZA1 1AB", Proves: true},
			{Subject: newIs, Given: []string{"Wen"}, Family: "Li", Born: "1979-12-30", Postcode: "ZA2 2AB"}}})
	server := httptest.NewServer(b.login)
	t.Cleanup(server.Close)
	b.login.At(server.URL)
	b.gate, err = signin.New(signin.Config{DB: b.db, Jobs: jobs, Register: b.register, Secret: secret, Public: public, Name: "Samedoor", Now: b.clock,
		OneLogin: &signin.OneLoginConfig{Issuer: b.login.Issuer(), ClientID: "samedoor-tests", Key: key}})
	must(t, err)
	b.mary = b.person("Mary Ann Quill", services.Day{Y: 1948, M: 3, D: 5}, "ZA1 1AA", "07700 900101")
	b.david = b.person("David Okonkwo", services.Day{Y: 1990, M: 7, D: 21}, "ZA9 9ZZ", "07700 900102")
	return b
}

func (b *bundle) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bundle) later(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

func (b *bundle) person(name string, born services.Day, postcode, mobile string) accounts.Account {
	b.Helper()
	a, wrong, err := b.register.Create(b.Context(), agent, accounts.Details{FullName: name, DateOfBirth: &born, Mobile: mobile,
		Address: &services.PostAddress{Lines: []string{"1 Sample Street", "Anytown"}, Postcode: postcode},
		Needs: accounts.Needs{Written: lang.En, Spoken: "en", Format: accounts.Standard, SafeCall: accounts.Unasked, SafeText: accounts.Unasked,
			SafeEmail: accounts.Unasked, SafeWrite: accounts.Unasked, MayAnnounce: true}})
	if err != nil || len(wrong) > 0 {
		b.Fatal(wrong, err)
	}
	return a
}

// notices are the kinds of notice an account was told, oldest first.
func (b *bundle) notices(account int64) []string {
	b.Helper()
	rows, _ := b.db.Query(b.Context(), `select kind from account_notices where account_id = $1 order by id`, account)
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(b, err)
	return all
}

// live says whether a sign-in still counts.
func (b *bundle) live(id int64) bool {
	b.Helper()
	_, err := b.gate.Live(b.Context(), id, b.clock())
	return err == nil
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

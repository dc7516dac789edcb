package accounts

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/services"
)

// benchPeople is how many people are searched among.
const benchPeople = 100_000

// BenchmarkSearch reports how long a search takes (ms at 50 and 95 of 100) and how often the person meant is first, or shown.
func BenchmarkSearch(b *testing.B) {
	x := setupHere(b)
	people := x.populate(b, benchPeople)
	for _, kind := range []struct {
		name string
		line func(r *rand.Rand, d Details) string
	}{
		{"everything", func(_ *rand.Rand, d Details) string {
			return d.FullName + " " + slashed(d) + " " + d.Address.Postcode + " " + d.Mobile[7:]
		}},
		{"name and date of birth", func(_ *rand.Rand, d Details) string { return d.FullName + " " + slashed(d) }},
		{"name with a slip, date of birth", func(r *rand.Rand, d Details) string { return slip(r, d.FullName) + " " + slashed(d) }},
		{"name, date of birth with a slip", func(r *rand.Rand, d Details) string { return d.FullName + " " + slippedDay(r, d) }},
		{"surname and postcode", func(_ *rand.Rand, d Details) string { return strings.Fields(d.FullName)[1] + " " + d.Address.Postcode }},
		{"surname and last four", func(_ *rand.Rand, d Details) string { return strings.Fields(d.FullName)[1] + " " + d.Mobile[7:] }},
		{"phone", func(_ *rand.Rand, d Details) string { return d.Mobile }},
		{"name only", func(_ *rand.Rand, d Details) string { return d.FullName }},
		{"name only with a slip", func(r *rand.Rand, d Details) string { return slip(r, d.FullName) }},
		{"surname only", func(_ *rand.Rand, d Details) string { return strings.Fields(d.FullName)[1] }},
	} {
		b.Run(strings.ReplaceAll(kind.name, " ", "_"), func(b *testing.B) {
			r := rand.New(rand.NewPCG(7, 7))
			var took []time.Duration
			first, shown := 0, 0
			for b.Loop() {
				i := r.IntN(len(people))
				line := kind.line(r, people[i])
				began := time.Now()
				found, err := x.reg.Search(context.Background(), agent, line)
				took = append(took, time.Since(began))
				if err != nil {
					b.Fatal(err)
				}
				is := func(f Found) bool { return f.ID == int64(i+1) }
				if slices.ContainsFunc(found, is) {
					shown++
				}
				if len(found) > 0 && is(found[0]) {
					first++
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(100*float64(first)/float64(len(took)), "%first")
			b.ReportMetric(100*float64(shown)/float64(len(took)), "%shown")
		})
	}
}

// BenchmarkCreate reports what making an account with its keys costs beside people already there.
func BenchmarkCreate(b *testing.B) {
	x := setupHere(b)
	people := generate(5000)
	i := 0
	for b.Loop() {
		x.create(b, people[i%len(people)])
		i++
	}
}

// populate loads people by COPY, as an import would; their ids count from 1.
func (x bundle) populate(b *testing.B, n int) []Details {
	b.Helper()
	ctx := context.Background()
	people := generate(n)
	conn, err := x.db.Acquire(ctx)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Release()
	var keys [][]any
	copyIn := func(table string, columns []string, rows func(i int, d Details) []any) {
		_, err := conn.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromSlice(n, func(i int) ([]any, error) { return rows(i, people[i]), nil }))
		if err != nil {
			b.Fatal(table, err)
		}
	}
	copyIn("accounts", []string{"full_name", "date_of_birth", "created_door"}, func(_ int, d Details) []any { return []any{d.FullName, d.DateOfBirth.Time(), "paper"} })
	copyIn("account_names", []string{"account_id", "full_name", "kind"}, func(i int, d Details) []any { return []any{i + 1, d.FullName, "current"} })
	copyIn("account_addresses", []string{"account_id", "lines", "postcode"}, func(i int, d Details) []any { return []any{i + 1, d.Address.Lines, d.Address.Postcode} })
	copyIn("account_contacts", []string{"account_id", "kind", "sealed", "finger"}, func(i int, d Details) []any {
		return []any{i + 1, "mobile", x.reg.Seal(Phone, d.Mobile), x.reg.Finger(Phone, d.Mobile)}
	})
	copyIn("account_needs", []string{"account_id"}, func(i int, _ Details) []any { return []any{i + 1} })
	for i, d := range people {
		for _, k := range x.reg.Keys(d) {
			keys = append(keys, []any{k, i + 1})
		}
	}
	if _, err := conn.CopyFrom(ctx, pgx.Identifier{"account_keys"}, []string{"key", "account_id"}, pgx.CopyFromRows(keys)); err != nil {
		b.Fatal(err)
	}
	for _, table := range []string{"accounts", "account_names", "account_addresses", "account_contacts", "account_needs", "account_keys"} {
		if _, err := conn.Exec(ctx, `vacuum analyze `+table); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("%d people, %.1f keys each", n, float64(len(keys))/float64(n))
	return people
}

// generate makes people with few common names (the commonest given name has 3 in 100, the commonest surname 2) and many rare ones,
// some three to a household.
func generate(n int) []Details {
	r := rand.New(rand.NewPCG(1, 2))
	given, surname := rand.NewZipf(r, 1.05, 25, uint64(len(benchGiven)-1)), rand.NewZipf(r, 1.1, 8, 20_000)
	out := make([]Details, n)
	for i := range out {
		family, home := benchSurname(int(surname.Uint64())), i
		if i > 0 && r.IntN(3) > 0 { // lives with the one before
			home, family = i-1, strings.Fields(out[i-1].FullName)[1]
		}
		postcode := fmt.Sprintf("Z%c%d %d%c%c", 'A'+r.IntN(25), 1+r.IntN(98), r.IntN(10), "ABDEFGHJLNPQRSTUWXYZ"[r.IntN(20)], "ABDEFGHJLNPQRSTUWXYZ"[r.IntN(20)])
		if home != i {
			postcode = out[home].Address.Postcode
		}
		day := services.DayOf(time.Date(1925, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(80*365)))
		out[i] = Details{FullName: benchGiven[given.Uint64()] + " " + family, DateOfBirth: &day, Mobile: fmt.Sprintf("+4477009%05d", r.IntN(100_000)),
			Address: &services.PostAddress{Lines: []string{fmt.Sprintf("%d Test Street", 1+r.IntN(200))}, Postcode: postcode}}
	}
	return out
}

var benchGiven = strings.Fields(`Margaret John Susan David Mary Michael Patricia Peter Christine Robert Jean James Barbara William Jacqueline Alan
	Ann Brian Carol Anthony Linda Kenneth Maureen Stephen Elizabeth Paul Sandra Derek Jennifer Keith Valerie Roger Gillian Colin
	Sheila Geoffrey Janet Malcolm Pauline Raymond Dorothy Graham Joan Trevor Joyce Barry Doreen Norman Brenda Dennis Sylvia Eric
	Marion Roy Beryl Terence Hilary Gareth Sian Rhys Carys Emyr Nia Mohammed Fatima Ahmed Aisha Singh Harpreet Olga Pawel Agnieszka
	Wei Ling Kofi Ama Nkechi Olu Maria Jose Lucia Giovanni Hans Greta Ingrid Bjorn Zofia Mateusz Ravi Priya Anil Sunita Imran Zainab`)

// benchSurname makes the same name of two to four syllables for the same number.
func benchSurname(i int) string {
	syllables := strings.Fields("bar den far ging hol kel lam mor ner pol quin ros sel tur vin wal yor zan cra dri fle gro sto tre ble")
	name := ""
	for n := i + 30; n > 0; n /= len(syllables) {
		name += syllables[n%len(syllables)]
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

func slashed(d Details) string {
	b := d.DateOfBirth
	return fmt.Sprintf("%d/%d/%02d", b.D, b.M, b.Y%100)
}

// slippedDay is the date of birth with one part wrong.
func slippedDay(r *rand.Rand, d Details) string {
	b := *d.DateOfBirth
	switch r.IntN(3) {
	case 0:
		b.Y--
	case 1:
		b.D = b.D%28 + 1
	default:
		b.M, b.D = b.M%12+1, min(b.D, 28)
	}
	d.DateOfBirth = &b
	return slashed(d)
}

// slip changes, drops or doubles one letter of the surname.
func slip(r *rand.Rand, full string) string {
	given, family, _ := strings.Cut(full, " ")
	i := 1 + r.IntN(len(family)-1)
	switch r.IntN(3) {
	case 0:
		family = family[:i] + string(rune('a'+r.IntN(26))) + family[i+1:]
	case 1:
		family = family[:i] + family[i+1:]
	default:
		family = family[:i] + family[i:i+1] + family[i:]
	}
	return given + " " + family
}

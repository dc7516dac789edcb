package accounts

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/services"
)

func TestReadLine(t *testing.T) {
	t.Parallel()
	d := func(y int, m time.Month, day int) dated { return dated{day: *born(y, m, day)} }
	tests := []struct {
		typed string
		want  ask
	}{
		{"ellis margaret 5/3/44 za1 1aa 4567", ask{words: []string{"ellis", "margaret"}, days: []dated{d(1944, 3, 5)}, postcodes: []string{"ZA1 1AA"}, ends: []piece{{text: "4567"}}}},
		{"5.3.1944", ask{days: []dated{d(1944, 3, 5)}}},
		{"5 3 44 4567", ask{days: []dated{d(1944, 3, 5)}, ends: []piece{{text: "4567"}}}},
		{"01/02/20", ask{days: []dated{d(1920, 2, 1), d(2020, 2, 1)}}},
		{"31/02/44", ask{numbers: []string{"31", "02", "44"}}},
		{"12/25/1944", ask{days: []dated{d(1944, 12, 25)}}},
		{"5ed o Fawrth 1944", ask{days: []dated{d(1944, 3, 5)}}},
		{"5 o Fawrth 1944", ask{days: []dated{d(1944, 3, 5)}}},
		{"March 5th, 1944", ask{days: []dated{d(1944, 3, 5)}}},
		{"12 ellis 05 mar 44", ask{words: []string{"ellis"}, days: []dated{d(1944, 3, 5)}, numbers: []string{"12"}}},
		{"al 05 03 44", ask{words: []string{"al"}, days: []dated{d(1944, 3, 5)}}},
		{"jo 070344", ask{words: []string{"jo"}, days: []dated{d(1944, 3, 7)}, ends: []piece{{text: "070344"}}}},
		{"07700 900 123 5 3 44", ask{phones: []string{"+447700900123"}, days: []dated{d(1944, 3, 5)}}},
		{"+44 7700 900123 4567", ask{phones: []string{"+447700900123"}, ends: []piece{{text: "4567"}}}},
		{"(020) 7946 0000 ellis", ask{words: []string{"ellis"}, phones: []string{"+442079460000"}}},
		{"+353 20 912 0000", ask{phones: []string{"+353209120000"}}},
		{"1944", ask{years: []piece{{text: "1944"}}, ends: []piece{{text: "1944"}}}},
		{"za1 ellis", ask{words: []string{"ellis"}, areas: []string{"ZA1"}}},
		{"zz99 3wz", ask{}},
		{"j e1 4aa", ask{words: []string{"j"}, postcodes: []string{"E1 4AA"}}},
		{"O'Brien o’brien", ask{words: []string{"obrien"}}},
		{"2345-BCDF", ask{ends: []piece{{text: "2345"}}, words: []string{"bcdf"}}},
	}
	for _, tt := range tests {
		got := readLine(tt.typed, today)
		for i := range got.days { // where a piece stood only matters for what shares the place
			got.days[i].place = 0
		}
		for _, pieces := range [][]piece{got.ends, got.years} {
			for i := range pieces {
				pieces[i].place = 0
			}
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%q:\n got %+v\nwant %+v", tt.typed, got, tt.want)
		}
	}
}

func TestReadPhone(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"07700 900123": "+447700900123", "+44 (0)7700 900 123": "+447700900123", "0044 7700 900123": "+447700900123", "447700900123": "+447700900123",
		"7700900123": "+447700900123", "020 7946 0000": "+442079460000", "(01204) 12345": "+44120412345", "+33 1 99 00 12 34": "+33199001234",
		"": "", "0": "", "0770090012": "", "077009001234": "", "04700 900123": "", "07700 90o123": "", "+44": "", "+": "", "00": "", "999": "",
	} {
		got, ok := readPhone(typed)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v; want %q", typed, got, ok, want)
		}
	}
	for phone, want := range map[string]bool{"+447700900123": true, "+442079460000": false, "+447010000000": false, "+447624000000": true, "+447600000000": false, "+33612345678": true} {
		if isMobile(phone) != want {
			t.Errorf("%s is a mobile: %v", phone, !want)
		}
	}
}

// TestAnAnswerIsAContactPoint: what a question takes can be kept on the account, in every spelling.
func TestAnAnswerIsAContactPoint(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"0800 123456", "01204 12345", "020 7946 0000", "0044 7700 900123"} {
		want, _ := services.E164(typed)
		if got, ok := readPhone(typed); !ok || got != want {
			t.Errorf("%q: %q, %v; an answer is %q", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"gir 0aa", "ZAl 1AA", "za1,1aa", "W1A 0AX"} {
		want, _ := services.ParsePostcode(typed)
		if got, ok := readPostcode(typed); !ok || got != want {
			t.Errorf("%q: %q, %v; an answer is %q", typed, got, ok, want)
		}
	}
	for typed, want := range map[string]string{"ab 12/34-56 c": "AB123456C", "AB123456": "AB123456", "QQ123456A": "QQ123456A", "GB123456A": "", "AO123456A": "", "AB12345": "", "QQ12": ""} {
		if got, ok := readNINO(typed, true); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v; want %q", typed, got, ok, want)
		}
	}
	if _, ok := readNINO("QQ123456A", false); ok {
		t.Error("the example number passes outside a demonstration")
	}
}

func FuzzReadLine(f *testing.F) {
	for _, seed := range []string{"ellis margaret 5/3/44 za1 1aa 4567", "+44 (0)7700-900 123", "qq 12 34 56 a", "O’Brien d'Arcy-Smith", "31/2/44 1944 050344", "\xff\u0302ŵ ﷺ", "5 o Fawrth 1944"} {
		f.Add(seed)
	}
	r := New(nil, []byte("a secret of the test"))
	f.Fuzz(func(t *testing.T, typed string) {
		keys := r.QueryKeys(typed, today)
		if len(keys) > 600 {
			t.Errorf("%d keys for %q", len(keys), typed)
		}
		if strings.IndexFunc(typed, func(r rune) bool { return r > '~' || r < ' ' }) < 0 && len(typed) < 90 {
			spaced := "  " + strings.ReplaceAll(typed, " ", "  ") + " "
			if again := r.QueryKeys(spaced, today); !slices.Equal(keys, again) {
				t.Errorf("a stray space changes %q", typed)
			}
		}
		a := readLine(typed, today)
		for _, d := range a.days {
			if !realDay(d.day) || after(d.day, today) {
				t.Errorf("%q is read as %v", typed, d.day)
			}
		}
		for _, p := range a.phones {
			if again, ok := readPhone(p); !ok || again != p {
				t.Errorf("%q is read as the number %q", typed, p)
			}
		}
		p := &person{Account: Account{FullName: typed, DateOfBirth: born(1944, 3, 5)}, names: []string{typed}}
		if s := a.score(p).Score; s < 0 || s > 1 {
			t.Errorf("%q scores %f", typed, s)
		}
		r.keysOf(match.Prepare(p.record()))
	})
}

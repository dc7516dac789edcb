package match

import "testing"

// TestWhoMayBeTakenForOne are the pairs that registers elsewhere got wrong. The model is the one shipped, for a million people.
func TestWhoMayBeTakenForOne(t *testing.T) {
	t.Parallel()
	home := []Address{{Lines: []string{"12 Harbour Row", "Testham"}, Postcode: "ZA1 1AA"}}
	ann := Record{Names: []Name{{Full: "Ann Mary Ellis"}}, Born: []string{"1981-03-05"}, Addresses: home, Phones: []string{"020 7946 0123"}, NHS: "9990000018"}
	change := func(f func(r *Record)) Record {
		r := ann
		f(&r)
		return r
	}
	for _, x := range []struct {
		name  string
		other Record
		want  Band
	}{
		{"word for word", ann, Link},
		{"without the number", change(func(r *Record) { r.NHS = "" }), Link},
		{"moved, same number", change(func(r *Record) { r.Addresses, r.Phones = []Address{{Postcode: "ZB2 2BB"}}, nil }), Link},
		{"married, same number", change(func(r *Record) { r.Names = []Name{{Full: "Ann Mary Prosser"}} }), Link},
		{"twin", change(func(r *Record) { r.Names, r.NHS = []Name{{Full: "Joan Ruth Ellis"}}, "" }), Apart},
		{"twin with a name alike", change(func(r *Record) { r.Names, r.NHS = []Name{{Full: "Anya Ruth Ellis"}}, "" }), Apart},
		{"twin with another number", change(func(r *Record) { r.Names, r.NHS = []Name{{Full: "Anna Ruth Ellis"}}, "9990000026" }), Ask},
		{"mother of one name", change(func(r *Record) { r.Born, r.NHS = []string{"1952-11-30"}, "" }), Apart},
		{"two numbers, all else the same", change(func(r *Record) { r.NHS = "9990000107" }), Ask},
		{"name and date of birth alone", Record{Names: []Name{{Full: "Ann Ellis"}}, Born: []string{"1981-03-05"}}, Ask},
		{"name and address, no date of birth", change(func(r *Record) { r.Born, r.NHS, r.Phones = nil, "", nil }), Ask},
		{"day and month the other way round", change(func(r *Record) { r.Born, r.NHS = []string{"1981-05-03"}, "" }), Ask},
		{"neighbour in a care home with its telephone", Record{Names: []Name{{Full: "Enid Powell"}}, Born: []string{"1931-01-09"}, Addresses: home, Phones: ann.Phones}, Apart},
		{"cousin of one name in another town", Record{Names: []Name{{Full: "Ann Ellis"}}, Born: []string{"1984-09-21"}, Addresses: []Address{{Postcode: "ZB2 2BB"}}}, Apart},
	} {
		c := Compare(Prepare(ann), Prepare(x.other))
		m := Shipped(1_000_000)
		s := m.Score(&c, nil)
		if got := m.Band(s, &c.Levels); got != x.want {
			t.Errorf("%s: %s at %.1f bits, want %s: %+v", x.name, got, m.Over(s), x.want, s.Terms)
		}
	}
}

// TestNamingPatterns: names that are one, however a register writes them, and names that are not.
func TestNamingPatterns(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		a, b string
		one  bool
	}{
		{"William Phillips", "Bill Philips", true}, {"Siân Gruffydd", "SIAN GRIFFITHS", true}, {"Dafydd ap Rhys", "David Rees", true}, {"Mair ferch Hywel", "Mary Howell", true},
		{"Katarzyna Wiśniewska", "Kasia Wisniewski", true}, {"Łukasz Nowak", "Lukasz Nowak", true}, {"Agnieszka Kowalska", "Aga Kowalski", true},
		{"Mohammed Hussain", "Muhammad Husain", true}, {"Harpreet Singh Gill", "Harpreet Gill", true}, {"Fatima Begum", "Fatema Begom", true}, {"Ellis Margaret", "Margaret Ellis", true},
		{"Ellis, Margaret", "Margaret Ellis", true}, {"Flora MacDonald", "flora mc donald", true}, {"Anna Smith-Jones", "Anna Jones", true}, {"José García", "Jose Garcia", true},
		{"Seán O’Brien", "Sean OBrien", true}, {"Jürgen Müller", "Juergen Mueller", true}, {"Александр Иванов", "Aleksandr Ivanov", true},
		{"Margaret Ellis", "Gareth Ellis", false}, {"Mohammed Khan", "Yusuf Khan", false}, {"Harpreet Singh", "Gurpreet Singh", false}, {"Ann Jones", "Ann Williams", false},
	} {
		a, b := readNameOf(Name{Full: x.a}), readNameOf(Name{Full: x.b})
		c := compareNames(&a, &b)
		one := c.Levels[Surname] != Differs && c.Levels[Given] != Differs
		if one != x.one {
			t.Errorf("%s and %s: given %v, surname %v", x.a, x.b, c.Levels[Given], c.Levels[Surname])
		}
	}
}

package match

// AskKeys are the keys somebody is looked for by: their own, those with day and month the other way round, and those with any two words of
// the name as given name and surname.
func (p *Person) AskKeys(add func(kind Kind, values ...string)) {
	p.Keys(add)
	k := keys{add}
	for _, d := range p.days {
		if s := d.swapped(); s != "" {
			other := *p
			other.days = []day{s}
			k.day(s, &other)
			for i := range p.names {
				k.name(&p.names[i], &other)
			}
		}
	}
	for i := range p.names {
		for given, surname := range orders(p.names[i].All) {
			k.pair(given, surname, p)
		}
	}
}

// LockKeys are the keys under which two who would make the same person wait for each other: identifiers, and surname with date of birth.
func (p *Person) LockKeys(add func(kind Kind, values ...string)) {
	p.Keys(func(kind Kind, values ...string) {
		if kind == KeyNINO || kind == KeyNHS || kind == KeyDaySurname {
			add(kind, values...)
		}
	})
}

// orders gives every two words both ways round.
func orders(words []string) func(yield func(given, surname string) bool) {
	return func(yield func(given, surname string) bool) {
		for i, g := range words {
			for j, s := range words {
				if i != j && len(s) > 1 && !yield(g, s) {
					return
				}
			}
		}
	}
}

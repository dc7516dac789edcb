package sheet

import (
	"fmt"
	"strings"
	"testing"
)

// The sample letters are what the tests print: a parking badge decision from a
// council that does not exist, in every shape that a letter takes.

func press(t testing.TB) *Press {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func laid(t testing.TB, p *Press, l Letter) *Document {
	t.Helper()
	d, problems := p.Layout(l)
	if len(problems) > 0 {
		t.Fatalf("Layout: %v", problems)
	}
	return d
}

const continueAt = "https://caerwen.example.org/c/7K4M-92TX"

func english(f Format) Letter {
	return Letter{
		Lang: "en", Format: f,
		Address: []string{"Mrs Angharad Llŷr-Thomas", "Flat 2, Tŷ Gwyn", "14 Heol y Dŵr", "Caerwen", "za1 1aa"},
		Sender: []string{
			"Caerwen Council", "Blue Badge team", "Phone: 020 7946 0123",
			"Monday to Friday, 8.30am to 5pm", "Relay UK: 18001 then 020 7946 0123",
			"caerwen.example.org/badge",
		},
		AgencyName: "Caerwen Council",
		Date:       "23 November 2026",
		Reference:  "Your reference: 7K4M-92TX",
		Blocks: []Block{
			Heading{"Finish your Blue Badge application"},
			Paragraph{"Dear Mrs Llŷr-Thomas,"},
			Paragraph{"You started an application for a Blue Badge by phone on 20 November 2026. We have kept your answers. Three questions are left, and you can answer them in whichever way suits you."},
			Heading{"What we have so far"},
			Facts{[]Fact{
				{"Name", "Angharad Llŷr-Thomas"},
				{"Can walk", "Less than 50 metres, with a stick, and needs to rest on the way back"},
				{"Badge number", "You do not have one yet"},
			}},
			Heading{"What you need to do"},
			Paragraph{"Before Friday 18 December 2026, do one of these:"},
			Steps{[]string{
				"Ring 020 7946 0123 and give us the code below. We will ask you the three questions, which takes about five minutes.",
				"Go online with the code below, or point a phone camera at the square.",
				"Call in at Caerwen Library with this letter. Somebody there can help you.",
			}},
			Code{"Your code", "7K4M-92TX"},
			QR{[]byte(continueAt), "caerwen.example.org/c"},
			Paragraph{"If you have any of these, have them to hand:"},
			List{[]string{"a photo of your face, like a passport photo", "a letter from your doctor or hospital", "your National Insurance number"}},
			Paragraph{"If you would like our letters in large print, in braille or in Welsh, tell us once and every letter we send you will come that way."},
			Signature{"Yours sincerely,", "Siân Wŷn-Price", []string{"Blue Badge team", "Caerwen Council"}},
		},
		PageLabel: func(page, of int) string { return fmt.Sprintf("Page %d of %d", page, of) },
		Mark:      "Record: 1204331 5f3a 9c01 77de 2b40",
	}
}

func cymraeg(f Format) Letter {
	return Letter{
		Lang: "cy", Format: f,
		Address: english(f).Address,
		Sender: []string{
			"Cyngor Caerwen", "Tîm y Bathodyn Glas", "Ffôn: 020 7946 0123",
			"Dydd Llun i ddydd Gwener, 8.30am i 5pm", "Relay UK: 18001 yna 020 7946 0123",
			"caerwen.example.org/bathodyn",
		},
		AgencyName: "Cyngor Caerwen",
		Date:       "23 Tachwedd 2026",
		Reference:  "Eich cyfeirnod: 7K4M-92TX",
		Blocks: []Block{
			Heading{"Gorffennwch eich cais am Fathodyn Glas"},
			Paragraph{"Annwyl Mrs Llŷr-Thomas,"},
			Paragraph{"Fe ddechreuoch gais am Fathodyn Glas dros y ffôn ar 20 Tachwedd 2026. Rydym wedi cadw eich atebion. Mae tri chwestiwn ar ôl, a gallwch eu hateb yn y ffordd sy’n gyfleus i chi."},
			Heading{"Yr hyn sydd gennym hyd yma"},
			Facts{[]Fact{
				{"Enw", "Angharad Llŷr-Thomas"},
				{"Yn gallu cerdded", "Llai na 50 metr, gyda ffon, ac angen gorffwys ar y ffordd yn ôl"},
				{"Rhif y bathodyn", "Nid oes gennych un eto"},
			}},
			Heading{"Yr hyn y mae angen i chi ei wneud"},
			Paragraph{"Cyn dydd Gwener 18 Rhagfyr 2026, gwnewch un o’r rhain:"},
			Steps{[]string{
				"Ffoniwch 020 7946 0123 a rhowch y cod isod i ni. Byddwn yn gofyn y tri chwestiwn i chi, sy’n cymryd tua phum munud.",
				"Ewch ar-lein gyda’r cod isod, neu bwyntiwch gamera ffôn at y sgwâr.",
				"Galwch yn Llyfrgell Caerwen gyda’r llythyr hwn. Gall rhywun yno eich helpu.",
			}},
			Code{"Eich cod", "7K4M-92TX"},
			QR{[]byte(continueAt), "caerwen.example.org/c"},
			Paragraph{"Os oes gennych rai o’r rhain, cadwch nhw wrth law:"},
			List{[]string{"llun o’ch wyneb, fel llun pasbort", "llythyr gan eich meddyg neu’ch ysbyty", "eich rhif Yswiriant Gwladol"}},
			Paragraph{"Os hoffech gael ein llythyrau mewn print bras, mewn braille neu yn Saesneg, dywedwch wrthym unwaith a bydd pob llythyr yn dod felly. Gŵyr pawb fod hynny’n haws."},
			Signature{"Yn gywir,", "Siân Wŷn-Price", []string{"Tîm y Bathodyn Glas", "Cyngor Caerwen"}},
		},
		PageLabel: func(page, of int) string { return fmt.Sprintf("Tudalen %d o %d", page, of) },
		Mark:      "Cofnod: 1204331 5f3a 9c01 77de 2b40",
	}
}

// both is the Welsh letter with the English after it in the same envelope.
func both(f Format) Letter {
	l, second := cymraeg(f), english(f)
	l.Second = &second
	return l
}

// long fills pages with enough of everything to meet every page end.
func long(f Format, paragraphs int) Letter {
	l := english(f)
	l.Address = []string{
		"Mr Christopher Montgomery-Featherstonehaugh Jr", "The Old Schoolmaster’s House and Stables", "Upper Little Wallop-under-the-Hill Lane",
		"Great Wallop-on-the-Water", "Near Caerwen", "Sir Gaerwen a’r Cylch", "ZA99 9ZZ",
	}
	l.Address[0] = l.Address[0][:maxAddressRunes]
	for i := range paragraphs {
		l.Blocks = append(l.Blocks, Heading{fmt.Sprintf("Part %d of the reasons", i+1)},
			Paragraph{strings.Repeat("We looked at what you told us and at what your doctor wrote, and we have set out what each of them says. ", 3+i%4)})
	}
	return l
}

// samples are the letters that every page test prints.
func samples() map[string]Letter {
	return map[string]Letter{
		"english":     english(Standard),
		"english-big": english(LargePrint),
		"welsh":       both(Standard),
		"welsh-big":   both(LargePrint),
		"long":        long(Standard, 20),
		"long-big":    long(LargePrint, 5),
	}
}

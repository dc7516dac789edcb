package crowd

import (
	"math"
	"math/rand/v2"
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// origin is where a family's names come from.
type origin struct {
	share      int // of a hundred families
	women, men *pool
	surnames   *pool
	middle     bool // two given names are usual
	marks      func(r *rand.Rand, woman bool, surname string) (between, as string)
}

// pool draws words, the first most often: the nth as often as 1/(n+shift).
type pool struct {
	words []string
	upTo  []float64
}

func newPool(shift, power float64, words ...string) *pool {
	p := &pool{words: words}
	sum := 0.0
	for i := range words {
		sum += 1 / math.Pow(float64(i)+shift, power)
		p.upTo = append(p.upTo, sum)
	}
	return p
}

func (p *pool) draw(r *rand.Rand) string {
	x := r.Float64() * p.upTo[len(p.upTo)-1]
	return p.words[sort.SearchFloat64s(p.upTo, x)]
}

func originOf(r *rand.Rand) *origin {
	n := r.IntN(100)
	for i := range origins {
		if n -= origins[i].share; n < 0 {
			return &origins[i]
		}
	}
	return &origins[0]
}

// originNamed is the origin whose pool has a surname, for somebody who joins a household.
func originNamed(surname string) *origin {
	for i := range origins {
		for _, s := range origins[i].surnames.words[:min(60, len(origins[i].surnames.words))] {
			if s == surname {
				return &origins[i]
			}
		}
	}
	return &origins[0]
}

func (o *origin) surname(r *rand.Rand) string { return o.surnames.draw(r) }

// full puts a name together as its origin does.
func (o *origin) full(r *rand.Rand, woman bool, surname string) string {
	given := o.men
	if woman {
		given = o.women
	}
	all := []string{given.draw(r)}
	if o.middle && r.IntN(100) < middleName {
		all = append(all, given.draw(r))
	}
	if o.marks != nil {
		between := ""
		if between, surname = o.marks(r, woman, surname); between != "" {
			all = append(all, between)
		}
	}
	return strings.Join(append(all, surname), " ")
}

// bySex is how Polish surnames in -ski and -cki end for a woman.
func bySex(_ *rand.Rand, woman bool, surname string) (between, as string) {
	if woman && (strings.HasSuffix(surname, "ski") || strings.HasSuffix(surname, "cki")) {
		return "", surname[:len(surname)-1] + "a"
	}
	return "", surname
}

// titled puts the second name that many families of the Punjab and Bengal give all their women, or men.
func titled(r *rand.Rand, woman bool, surname string) (between, as string) {
	switch n := r.IntN(6); {
	case woman && n == 0 && surname != "Kaur":
		return "Kaur", surname
	case woman && n == 1 && surname != "Begum":
		return "Begum", surname
	case !woman && n == 0 && surname != "Singh":
		return "Singh", surname
	}
	return "", surname
}

// split is the first word of a name and the last.
func split(full string) (given, surname string) {
	words := strings.Fields(full)
	return words[0], words[len(words)-1]
}

// cut is a name without its last word, and that word.
func cut(full string) (before, surname string) {
	i := strings.LastIndex(full, " ")
	return full[:i], full[i+1:]
}

// plain is a word in letters an email can have.
func plain(word string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) {
			return -1
		}
		return r
	}, norm.NFD.String(word)))
}

func words(s string) []string { return strings.Fields(s) }

// made are surnames that nobody may have, for the long tail: most people in a country have a rare one.
func made(n int) []string {
	first := words("Ash Bar Bram Bur Car Chad Clif Cran Dal Den Dray El Fair Fen Gar Glen Grim Hal Har Haw Hol Hux Kel Ken Lang Lin Mar Mel Nor Oak Pem Pres Rad Ram Rut San Sel Shel Stan Sut Thorn Tat Wal War Wes Whit Wil Win Wood Wy")
	middle := words("a be bing bor by co dle dor e er field gate hal ham ing ker la le ling man mer na nes o over ri row sen ster ta ten ter ther ting ven wen wick win y zen")
	last := words("bank bourne brook bury by combe cott croft dale den don ell er ett field ford gate ham hurst ing kin land ley low man mere mond more ner ness ock pool ridge rick row sby set shaw side son stead stock stone ton tree vale wall ward water way well wick wood worth yard")
	out := make([]string, 0, n)
	for i := range n {
		s := first[i%len(first)]
		if i >= len(first)*len(last) {
			s += middle[i/(len(first)*len(last))%len(middle)]
		}
		out = append(out, s+last[i/len(first)%len(last)])
	}
	return out
}

var (
	streets = words("Orchard-Road Station-Road High-Street Church-Lane Mill-Lane Park-Avenue Green-Lane Victoria-Road Chapel-Street Harbour-Row")
	towns   = words("Northtown Southmere Eastwick Westerby Anytown Midhaven Langstead Kingsmoor")

	english = newPool(12, 1.02, append(words(`Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts
		Green Hall Wood Jackson Clarke Harris Clark Turner Hill Cooper Ward Moore Morris King Watson Baker Harrison Morgan Young Allen
		Mitchell James Anderson Phillips Lee Bell Parker Davis Bennett Miller Cook Shaw Cox Adams Richardson Marshall Carter Collins
		Gray Murphy Griffiths Hughes Campbell Stewart Kelly Simpson Mason Webb Rogers Hunt Mills Palmer Holmes Knight Butler Fisher
		Barnes Dixon Harvey Pearson Graham Fletcher Howard Gibson Andrews Reynolds Ford Payne Fox Day West Lawrence Stone Burton`), made(30_000)...)...)
	welsh = newPool(4, 1.1, append(words(`Jones Williams Davies Evans Thomas Roberts Hughes Lewis Morgan Griffiths Edwards Owen Rees James Jenkins Price Morris
		Lloyd Phillips Parry Powell Pritchard Bowen Ellis Humphreys Bevan Pugh Vaughan Rowlands Llewellyn Prosser Watkins Hopkins Howells`), made(3_000)...)...)
	southAsian = newPool(3, 1.15, append(words(`Khan Patel Ahmed Hussain Ali Singh Begum Kaur Shah Akhtar Iqbal Mahmood Miah Malik Rahman Islam Uddin Chowdhury
		Mistry Sharma Gill Sandhu Dhillon Bibi Khatun Choudhury Hassan Mirza Qureshi Raja Rashid Saleem Siddiqui Sheikh Aslam Javed
		Kumar Mehta Desai Joshi Nair Reddy Das Bose Sen`), made(1_500)...)...)
	polish = newPool(6, 1.02, words(`Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski
		Jankowski Mazur Wojciechowski Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski Michalski Król Wieczorek
		Jabłoński Wróbel Nowakowski Majewski Olszewski Stępień Malinowski Jaworski Adamczyk Dudek Nowicki Pawlak Górski Witkowski
		Walczak Sikora Baran Rutkowski Michalak Szewczyk Ostrowski Tomaszewski Pietrzak Zalewski Wróblewski Marciniak Jasiński Sadowski Bąk Chmielewski`)...)
	african = newPool(4, 1.05, append(words(`Okafor Adeyemi Mensah Osei Boateng Owusu Ndlovu Moyo Abdi Mohamed Ali Kamara Diallo Traore Eze Okeke Adebayo Balogun
		Appiah Asante Addo Nkosi Dube Sibanda Warsame Hassan Yusuf Ibrahim Tesfaye Bekele`), made(800)...)...)
	chinese = newPool(2, 1.2, words(`Wong Chan Li Chen Wang Zhang Liu Lau Cheung Ng Lam Lee Yang Ho Leung Tang Chow Yip Tsang Xu Huang Zhao Wu Zhou Lin`)...)

	englishWomen = newPool(9, 1.05, words(`Margaret Susan Mary Patricia Christine Elizabeth Sarah Emma Olivia Amelia Emily Jessica Charlotte Sophie Chloe Hannah
		Laura Rebecca Claire Nicola Karen Tracey Julie Jacqueline Helen Linda Carol Barbara Jean Joan Dorothy Sheila Doreen Maureen
		Ann Anne Catherine Katherine Alison Amanda Samantha Victoria Lauren Megan Lucy Grace Ella Isla Ava Mia Freya Lily Daisy Poppy
		Florence Evelyn Rosie Harriet Alice Eleanor Phoebe Abigail Molly Heather Wendy Gillian Janet Pauline Hazel June Sylvia Rita
		Beryl Brenda Marion Audrey Irene Edith Vera Hilda Ivy Elsie Gladys Marjorie Phyllis Josephine Frances Rosemary Teresa Bernadette`)...)
	englishMen = newPool(9, 1.05, words(`John David Michael Peter Robert James William Paul Andrew Richard Stephen Mark Thomas George Oliver Harry Jack Jacob
		Charlie Noah Arthur Oscar Leo Alfie Henry Joshua Daniel Matthew Christopher Simon Anthony Kevin Gary Ian Alan Brian Keith
		Colin Graham Derek Kenneth Dennis Roy Raymond Ronald Geoffrey Trevor Barry Malcolm Roger Terence Norman Stanley Frank Ernest
		Albert Leonard Frederick Sidney Cyril Samuel Benjamin Joseph Alexander Ryan Adam Luke Nathan Callum Connor Lewis Jamie Craig
		Darren Wayne Lee Stuart Martin Nigel Philip Timothy Jonathan Nicholas Edward Charles Patrick Sean Dominic Gerard Francis`)...)
	welshWomen = newPool(5, 1.05, words(`Siân Carys Nia Rhian Eleri Bethan Mair Gwen Cerys Ffion Catrin Lowri Megan Angharad Elin Seren Non Eirlys Dilys Menna Olwen
		Glenys Myfanwy Heulwen Llinos Rhiannon Sioned Awel Branwen Morfydd Margaret Susan Mary Elizabeth Sarah`)...)
	welshMen = newPool(5, 1.05, words(`Rhys Gareth Huw Dafydd Emyr Iwan Gethin Owain Dylan Ieuan Geraint Aled Alun Gwyn Hywel Ifan Llŷr Meirion Tomos Siôn Wyn
		Arwel Bryn Ceri Dewi Eifion Glyn Idris Trefor David John William Thomas`)...)
	asianWomen = newPool(5, 1.05, words(`Fatima Aisha Mariam Zainab Nasreen Shazia Samina Rukhsana Yasmin Parveen Khadija Amina Farah Sana Hafsa Harpreet Manjit
		Jaswinder Kulwinder Sukhdeep Priya Sunita Anita Meena Pooja Kavita Rekha Lakshmi Nisha Jyoti Rehana Sadia Nadia Bushra`)...)
	asianMen = newPool(3, 1.15, words(`Mohammed Muhammad Mohammad Ahmed Ali Imran Asif Tariq Nadeem Shahid Khalid Abdul Zahid Usman Bilal Hamza Ibrahim Yusuf Harjit
		Gurpreet Balwinder Jaspal Manjit Rajesh Sanjay Anil Vijay Ravi Amit Suresh Kiran Arjun Rohan Omar Faisal Kamran Naveed`)...)
	polishWomen = newPool(4, 1.05, words(`Anna Katarzyna Agnieszka Małgorzata Ewa Joanna Magdalena Monika Aleksandra Zofia Zuzanna Julia Maja Hanna Natalia Karolina
		Dorota Beata Justyna Iwona Paulina Kinga Weronika Marta Barbara`)...)
	polishMen = newPool(4, 1.05, words(`Piotr Paweł Tomasz Marcin Michał Krzysztof Andrzej Jan Jakub Mateusz Łukasz Kamil Adam Marek Grzegorz Wojciech Rafał
		Dariusz Sławomir Szymon Filip Bartosz Maciej Zbigniew Stanisław`)...)
	africanWomen = newPool(4, 1.05, words(`Blessing Grace Ngozi Chioma Amara Adaeze Folake Abena Akosua Ama Esi Thandiwe Nomsa Rudo Halima Amina Hodan Fartun Mariama Aissata Faith Mercy Comfort Joy`)...)
	africanMen   = newPool(4, 1.05, words(`Emmanuel Samuel Daniel Kwame Kofi Kwabena Chukwu Emeka Olumide Tunde Babatunde Sipho Tendai Tatenda Abdi Mohamed Ahmed Ibrahim Ousmane Mamadou Isaac Joseph David`)...)
	chineseGiven = newPool(4, 1.05, words(`Wei Ming Ling Mei Jing Hui Yan Xin Jun Ka-Yan Wing Siu-Ming Chi-Wai Ying Fang Na Min Tao Lei Bo Kit Man-Yee Grace Jason Vivian Kelvin`)...)

	origins = []origin{
		{share: 72, women: englishWomen, men: englishMen, surnames: english, middle: true},
		{share: 6, women: welshWomen, men: welshMen, surnames: welsh, middle: true},
		{share: 10, women: asianWomen, men: asianMen, surnames: southAsian, marks: titled},
		{share: 5, women: polishWomen, men: polishMen, surnames: polish, marks: bySex},
		{share: 5, women: africanWomen, men: africanMen, surnames: african, middle: true},
		{share: 2, women: chineseGiven, men: chineseGiven, surnames: chinese},
	}
)

"""Given names common in the lands of our eight languages and among the people who live there.

Words that are as often something else (Mark, Will, May, Rose, Max, Paris …) stand in ``DOUBTFUL``:
they count only before a surname or after a cue.
"""

from guardrails.text.words import words_of

FIRST_NAMES: frozenset[str] = words_of(
    """
    aaron abigail adam adele adrian adrien aisha alan albert alberto aleksander aleksandra
    alessandra alessandro alessia alex alexander alexandra alexandre alexis alfonso alfred alfredo
    ali alice alicia alicja alina alison allison alva alvaro álvaro amanda amber amelia amelie
    amélie amina amir amira amy ana anaïs anders andrea andreas andreia andrés andre andré andrew
    andrzej angela ángela angelika angelo aneta ania anika anita anja anke anna anne annette
    annika anouk ansgar anthony antje antoine anton antonella antoni antonia antonio antónio
    antoinette aoife arianna arjun armin arnaud arnold arthur artur arturo ashley astrid aurélie
    aurelien aurélien aurora axel ayesha ayşe bárbara barbara bart bartek bartosz bastian beata
    beate beatrice beatriz béatrice ben benedetta benedikt benjamin benoit benoît bernard bernd
    bernhard berta beth bethany betty bianca birgit björn blanca blazej błażej bogdan bogusław
    bozena bożena brandon brenda brendan brian brigitte britta bruce bruno bryan caio camila
    camilla camille carina carl carla carlo carlos carlotta carmen carola caroline carolin carsten
    catarina caterina catherine cathy catia cecile cécile cecilia celia celine céline cem chantal
    charles charlie charline chiara chloe chloé chris christa christel christelle christian
    christiane christina christine christoph christophe christopher cindy claire clara clarissa
    claudia claudio claus clémence clement clément colin colleen concepción connor conny consuelo
    corentin corinna corinne cornelia cornelis cosimo craig cristian cristiana cristiano cristina
    cristóbal cynthia damian damien daniel daniela daniele danielle danilo danuta daria dariusz
    darius darren dave david davide dawid debbie deborah delphine denis denise dennis derek
    désirée detlef diana diane dick didier diego dieter dietmar dimitri dirk dominic dominik
    dominika dominique donald donna dora doreen doris dorota dorothea dorothée douglas duarte
    duncan dylan eckhard eddie edgar edith edoardo eduardo edward edyta eileen elaine elena
    eleonora elia elias elif elisa elisabeth elise elke ellen elliot elodie élodie elsa elsbeth
    elżbieta emanuel emanuela emanuele emilia emilie émilie emilio emily emma emmanuel emmanuelle
    enrica enrico enrique eric erica erich erik erika ernesto ernst erwin esteban estelle esther
    eugenia eugenio eva evan eve evelyn ewa fabian fabien fabienne fabio fábio fabiola fabrice
    fabrizio farah fatima fátima fatma federica federico felicia felicity felipe felix félix
    ferdinand fernanda fernando filip filipa filipe filippo fiona flavia flavio florence florent
    florian fouad frances francesca francesco francine francis francisca francisco franck francois
    françois françoise franz franziska fred frederic frédéric frederico frederik fritz gabriel
    gabriela gabriele gabriella gabrielle gaël gaetano gary geert geneviève geoffrey geoff george
    georges georgina gerald gerard gérard gerardo gerd gerhard gerrit gertrud ghislaine giacomo
    gian gianluca gianni gilbert gilles gina gino giorgia giorgio giovanna giovanni gisela giulia
    giuliano giulio giuseppe glenn gloria gonçalo gonzalo gordon graham graziella greg grégoire
    gregor gregory grzegorz guido guilherme guillaume guillermo günter günther gunnar gustavo guy
    hamza halina hanna hannah hannes hans harald harold harriet harry hartmut hassan heather
    hector héctor heide heidi heike heiko heiner heinrich heinz helen helena helene hélène helga
    helge helmut hendrik henri henrik henrike henrique henry herbert hermann hilary hilda holger
    horst howard hubert hugo hugh hussein ian ibrahim ignacio ilaria ilona imke imran ines inés
    inês inga inge ingeborg ingo ingrid irena irene irina irma isaac isabel isabell isabella
    isabelle isidro iván ivan ivana ivo ivonne iwona izabela jaap jack jackie jacek jacob
    jacqueline jacques jadwiga jaime jake jakob jakub jamal james jamie jan jana jane janet janina
    janine janusz jason javier jean jeanette jeanne jeannine jeff jeffrey jelena jelle jenna
    jennifer jenny jens jeremy jérémie jerome jérôme jeroen jerry jerzy jesper jessica jesús jill
    jim jimmy joachim joan joana joanna joanne joão joaquim joaquín jochen joe joel joëlle joep
    johan johann johanna johannes john johnny jolanda jolanta jon jonas jonathan joost jordi jörg
    jorge jørgen jose josé josef josefa josefina joseph josephine josh joshua josiane joyce juan
    juana judith judy julia julian juliana juliane julie julien juliette julio júlio julius jürgen
    justin justine justyna jutta kacper kai kamil kamila karen karin karina karl karla karolina
    karoline karsten kasia kasper katarina katarzyna kate katharina katherine kathleen kathrin
    kathryn kathy katia katie katja katrin katy kay kayla kazimierz keith kelly ken kenneth kenza
    kerstin kevin khadija khalid kim kinga kirsten kirstin klaas klara klaudia klaus koen konrad
    konstantin kornelia krista kristen kristin kristina kristof krystian krystyna krzysztof kurt
    kyle lara larissa larry lars laszlo laura laure laurence laurent lauren laurie lea léa leah
    leandro leila lena léo leo leon léon leonard leonardo leonie leonor leslie leszek letizia
    letícia lewis liam lidia liesbeth lieke lilian liliana lilly lily lina linda lindsay linus
    lionel lisa lise lisbeth livia lizzie logan loïc lola lorena lorenz lorenzo loretta lori lotte
    lou louis louise luc luca lucas lucia lucía lúcia luciana luciano lucie lucien lucille lucjan
    lucy ludmila ludovic luigi luis luís luisa luísa luiz luiza luka lukas lukasz łukasz lutz
    lydia lynn maarten maciej madeleine madalena mads magali magda magdalena maike maja malgorzata
    małgorzata malik malin malte mandy manfred manon manuel manuela marc marcel marcela marcelo
    marcia márcia marcin marco marcos marcus marek margaret margarita margarida margherita margit
    margot maria maría mariana marianne marianna marie marieke mariella marija marina mario mário
    marion marisa marius mariusz marjolein marjan markus marlene marlon marta martha martijn
    martin martina martine márton marvin mary maryam massimo mateo mateus mateusz matej mathias
    mathieu mathilde matias matías matilde matteo matthew matthias matthieu matthijs maud maureen
    maurice maurício mauricio maurizio mauro maxime maximilian maya megan mehdi mehmet meike
    melanie mélanie melissa mercedes meredith merle mia michael michaela michał michal michel
    michela michele michèle michelle miguel mihai mika mikael mike mikkel mila milan milena milly
    minh miranda mireille mirella miriam mirjam mirko mirosław mitchell mohamed mohammad mohammed
    moritz monica mónica monika monique montserrat morgane morten mustafa muhammad myriam nadia
    nadine nadja nancy naomi natalia natalie natascha natasha nathalie nathan nathaniel neil nele
    nelson nicholas nick nicola nicolai nicolas nicolás nicole nicoletta niels nikki nikolaus nils
    nina noah noel noelia noemi noémie nora norbert norma nuria núria nuno octavio odile olaf oleg
    olena olga oliver olivia olivier olli omar oscar óscar oskar osvaldo otto pablo pamela paola
    paolo pascal pascale patrice patricia patrícia patricio patrick patryk patrizia paul paula
    paulina pauline paulo pawel paweł pedro peggy penelope pénélope peter petra phil philip
    philipp philippa philippe phillip phoebe pierre pieter pietro pilar piotr priscilla priya
    przemysław quentin rachel rachid radek radosław rafael rafal rafał raffaele rahul rainer raj
    ralf ralph ramón ramona randy raphael raphaël raquel rasmus raul raúl ravi raymond rebecca
    regina régine reinhard reinhold renata renate renato renaud rené renée riccardo ricarda
    ricardo richard rick rita rob robert roberta roberto robin rocío rodrigo rodolfo roger roland
    rolf romain roman romy ron ronald ronja rosa rosalia rosario rosemarie rosie roswitha roxane
    roy ruben rubén rüdiger rudi rudolf rui rupert russell ruth ryan ryszard sabina sabine sabrina
    salma salvador salvatore sam samantha samir samira samuel sandra sandrine sandy santiago sara
    sarah sascha saskia saverio scott sean sebastian sebastián sebastião sébastien selina serena
    serge sergio sérgio severin severine séverine seán shannon sharon shaun sheila shirley sibylle
    siegfried sieglinde sigrid silke silvia sílvia silvio silvana simon simona simone simonetta
    siobhan sławomir sofia sofía sofie solange sonia sónia sonja sophia sophie søren stacey
    stanisław stefan stefania stefanie stefano steffen stella stephan stephane stéphane stephanie
    stéphanie stephen steve steven stuart sue susan susana susann susanna susanne susi suzanne
    sven svenja svetlana swen sylvain sylvia sylvie sylwia szymon tadeusz tamara tania tanja tara
    tatiana tatjana ted teresa terry tessa thea theo théo theodor theresa thérèse theresia
    thibault thierry thijs thilo thomas thorsten tiago tiffany till tilman tim timo timothy tina
    titus tobias toby tom tomas tomás tomasz tommaso tommy toni tonya torben torsten tracy trevor
    tristan udo ulf ulla ulrich ulrike umberto ursula uta ute uwe valentin valentina valentine
    valeria valérie valerie vanessa vanya vasco vera vérone veronica verónica véronique veronika
    vicente vicki victor víctor victoire viktor viktoria vincent vincenzo violetta virginie vitor
    vítor vittoria vittorio viviana viviane vivien vladimir volker waldemar walter waltraud wanda
    wendy werner wesley wiebke wiesław wilhelm willem william wojciech wolfgang xander xavier
    ximena yann yannick yara yasmin yasmina yolanda yosef youssef yusuf yuki yulia yvan yves
    yvette yvonne zbigniew zdzisław zeynep zoe zoé zofia zoltan zuzanna saoirse niamh ciara eoin
    padraig siobhán bjorn bjørn øystein solveig håkon lenka zdeněk jiří pavel petr jiri tereza
    ondřej tomáš radka milos miloš goran dragan nikola aydın emre merve fatih selin murat hakan
    leyla derya aysel baris barış ece kemal osman orhan tuncay volkan yasemin yıldız grażyna
    stanislaw wiesława lech mieczysław zygmunt ignacy apolonia balázs gábor istvan istván ferenc
    ioana mihaela bogdana catalin cătălin radu ionut ionuț sorin florin gheorghe vasile elisabeta
    ilinca stavros giorgos yiannis dimitra eleni kostas nikos panagiotis vasilis katerina jorgos
    thi phuong linh nguyen trang thibaud thibaut pierluigi benedita ritika aleksei alexei nikolai
    dmitri natasja jasper lotta mattias linnea arne bram daan femke fleur geertje hanneke ingmar
    jasmijn joris kees lieve maartje marloes mieke niek pim roos ruud sander sanne sjoerd stijn
    teun tijmen wouter youri yasin hiro kenji mei-ling wei ming xin rajesh sanjay sunita suresh
    vikram deepak anil neha pooja kiran lakshmi ananya divya nikhil rohan siddharth olumide chidi
    ngozi amara kwame kofi abena thabo sipho nomsa aaliyah tyrone jamila latoya deshawn fatoumata
    mamadou ousmane aminata oksana iryna olha dmytro andriy taras svitlana sergei natalya mikhail
    yuri ekaterina anastasia hiroshi haruto sakura yuto akira takashi naoko kazuki satoshi yoko
    mariko min-jun ji-woo seo-yeon jisoo minho hyun eun-ji soo-jin xiaoming jing mei thanh tuan
    huong putri budi siti agus dewi nguyễn arvind ashok bhavna deepika gaurav harish ishaan jyoti
    kavita kunal lalit madhav manish meena mukesh naveen prakash preeti rakesh ramesh rekha rohit
    sachin sandeep shreya sneha sunil swati uday varun vijay vinod yash abdul abdullah ahmed ahmad
    aicha amal asma aziz bilal dalia fadi faisal farid fares ghassan hadi hala hani hicham imane
    jalal karim khaled laila layla mahmoud malika mariam mounir mourad nabil naima nasser noura
    rania rashid reem sami sanaa sawsan tarek tariq walid yacine yasser youssra zahra ziad zineb
    abiola adaeze ade adebayo akosua babatunde chiamaka chinedu ebele efua emeka femi folake
    ifeoma ikenna kehinde kwabena lerato lindiwe mandla nkechi nnamdi obinna oluwaseun sizwe taiwo
    temitope thandi thandiwe tunde yaw zanele guadalupe lupita alejandra alejandro agustín
    agustina araceli armando bernarda camilo catalina cayetana cristobal elvira emiliano
    encarnación estefanía fermín gerónimo gilberto graciela guillermina hernán horacio inmaculada
    iñaki jacinta jorgelina julián leticia lourdes macarena marisol maximiliano mireia montse
    nerea nicolasa noemí paulino purificación rigoberto rogelio rosalía salomé sebastiana tadeo
    teodoro tomasa úrsula vicenta wilfredo yesenia zoraida iracema adalberto afonso aline bernardo
    célia davi edilson eliane everton fabiana flávia gisele heitor helenice ivone jandira jéssica
    joice josué juliano kátia laércio leandra lívia luana marcelle marilene maurílio nathália
    otávio pietra raíssa rafaela regiane rosângela sueli tainá thaís ubirajara valdir vanderlei
    yago ermenegildo alberta annamaria annunziata assunta benito carmela carmelo ciro consolata
    cosima domenica domenico donatella donato edda elisabetta enza enzo ernesta ettore fausto
    filomena flaminia franca gaetana gennaro giacinta gianfranco gianmarco gianpaolo gigliola
    gioacchino giordano giuliana giuseppina ignazio immacolata lamberto leonarda loredana ludovica
    mafalda marcello mariangela marinella mattia nunzia nunzio ornella ottavia pasquale patrizio
    pierangelo pierpaolo raffaella remo rocco romina rosanna rossana rossella sabatino samuele
    santina teresina tiziana tiziano ugo valter vincenza maëlys maelys adélaïde agathe alban
    aliénor amandine anselme apolline armelle aurore axelle bastien baptiste benoîte bérénice
    blandine capucine cédric célestine charlène clothilde clotilde coralie cyril cyrille damienne
    édouard éléonore éliane élise éloïse étienne eugène eugénie flavien gauthier gautier germain
    ghislain gisèle hadrien honorine hortense hugues irénée jacky jean-baptiste jean-claude
    jean-françois jean-luc jean-marc jean-michel jean-paul jean-philippe jean-pierre jocelyne
    josette killian laetitia lætitia léandre léonie lilou loris lucile ludivine maël maëlle
    magalie marie-claire marie-france mathis mélissa mickaël muriel mylène nadège nathanaël
    nolwenn océane odette ophélie pacôme paulette perrine philippine priscille raoul raymonde rémi
    rémy rodolphe rosalie roselyne sacha sébastienne solène solenn soline stéphan sylvette tanguy
    timothée ulysse véra victorine violaine xavière yannis yohan yohann yvon yvonnick falk annelie
    anneliese annegret annemarie arnd arno beatrix benno berit bernadette bodo britt burkhard
    cordula dagmar dankmar detlev dorit ebba eckart egon elfriede elisabet emil engelbert
    ernestine ewald friedhelm friederike friedrich gabi gerlinde gernot gertraud gisbert gudrun
    hannelore hans-peter hansjörg hartwig hedwig heidemarie heidrun heinz-peter helmuth henning
    heribert hermine hildegard hinnerk ilka ilse ingolf irmgard isolde iwan jörn jost kathi käthe
    kilian klaus-dieter knut konstanze korbinian kuno kunigunde leopold liane liesel lieselotte
    lothar ludger ludwig magnus mareike margarete margarethe margitta marika marita marthe
    mechthild meinhard ottmar ottilie philine raimund reiner renke roderich sebald seraphine
    siegbert sigmar sigrun sönke swantje theda thilda thore thorben tilda timm trude tjark traudel
    urs veit verena vinzenz volkmar walburga waltraut wenke wendelin wiltrud winfried wolfram
    adriaan alie annelies annemiek arie barend berend bert carlijn corrie diederik dirk-jan eefje
    egbert elske evert ferry frans frits gerda gerben gert gijs hein hendrika henk henny hidde
    ineke jacoba jolien jorrit jurre karel kjeld klaas-jan koos leendert lisette loes maaike
    machteld mariska marijke mathijs mees minke nienke noortje patrique quirine rens rianne rik
    roel sem sietske siebe sjaak suze sybren thijmen tineke tjitske toon truus twan wendela wessel
    wietse willemijn wim bogumiła bogumił agata agnieszka aldona andżelika antonina arkadiusz
    aurelia bartłomiej bernadeta bolesław bronisław cecylia celina czesław dobrosława eugeniusz
    ewelina faustyna feliks franciszek genowefa gustaw henryk honorata ireneusz izabella jarosław
    józef judyta julita kajetan kazimiera klemens kornel ksawery leokadia lucyna ludwik łucja
    maksymilian malwina marcelina marzena michalina mieczysława mikołaj mirosława oktawia oliwia
    olgierd patrycja przemek radosława roksana rozalia rufin seweryn sławomira stanisława
    sylwester szczepan świętosława teodora tymoteusz urszula wacław walentyna weronika wiktor
    wiktoria wincenty władysław włodzimierz wojtek zenon zygfryd bob bobby dan danny andy pete jen
    liz tony brad chad todd troy shane shawn dustin travis brittany courtney hailey ethan aiden
    jayden ava riley addison aubrey ellie audrey kennedy zach cody jared derrick clayton darnell
    tyrell alexa eleanor lillian josie margo meg nell polly sally winnie barry clive nigel gareth
    rhys owain callum ewan fergus hamish iain lachlan rory angus finlay isla eilidh morag kirsty
    siân cerys bronwyn gethin
    """
)

DOUBTFUL: frozenset[str] = words_of(
    """
    alva amber aurora clement dick eve fleur florence guy jan joy kay kiran luna max mercedes ming
    miranda paris pat pilar pim randy rocío roman roos rosario santiago till victoire violetta wei
    xin mark will may april june rose grace hope faith frank grant bill art rich chase dean drew
    jordan austin chelsea charlotte sydney madison dallas georgia carolina virginia savannah
    summer sunny ray rod rusty sky stan victor victoria melody destiny angel jesus kai linus ivy
    iris ruby pearl jade crystal holly daisy heather hazel olive violet skyler taylor tyler hunter
    mason carter cooper parker logan morgan cameron blake cole miles reed wade ward lance dolores
    consuelo concepción salvador milan sole alba luz mar sol paz nieves ernst viola flora ida
    rainer mai alexa claude jasper otto chad brooklyn harper kennedy addison pierre constance
    prudence dawn carol penny ginger gene dale glen cliff rocky trinity harmony rik els sem dani
    roma
    """
)

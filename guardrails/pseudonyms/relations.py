"""Words that say how a third person stands to the speaker: many words, one meaning, in the eight
languages we read, so that "meine Chefin Ana" is the Ana of "my boss Ana".
"""

_RELATIONS = """
boss: boss bosses manager supervisor chef chefin vorgesetzte vorgesetzter vorgesetzten leiter
 leiterin patron patronne jefe jefa capo chefe patrão patroa baas leidinggevende szef szefowa szefa
 szefem szefową kierownik kierowniczka
colleague: colleague coworker co-worker teammate kollege kollegin kollegen collègue collegue
 compañero compañera companero companera colega collega kolega koleżanka koleżanką kolegą koleżanki
assistant: assistant secretary assistent assistentin sekretär sekretärin assistante secrétaire
 asistente secretaria secretario assistente segretaria secretária secretario secretaresse asystent
 asystentka asystentką sekretarka
partner: partner cofounder co-founder partnerin mitgründer mitgründerin associé associée socio socia
 sócio sócia compagnon zakenpartner wspólnik wspólniczka partnerka
chief: ceo cto cfo coo director geschäftsführer geschäftsführerin directeur directrice gérant
 directora direttore direttrice diretor diretora directrice bestuurder dyrektor dyrektorka prezes
spouse: husband wife mann ehemann frau ehefrau mari femme épouse époux marido mujer esposa esposo
 marito moglie mulher man echtgenoot vrouw mąż mężem żona żoną fiancé fiancée fiance
friend: friend mate freund freundin ami amie copain copine amigo amiga amico amica vriend vriendin
 przyjaciel przyjaciółka znajomy znajoma
brother: brother bruder frère frere hermano fratello irmão irmao broer brat bratem bratu
sister: sister schwester soeur sœur hermana sorella irmã irma zus siostra siostrą siostry
parent: mother father mom mum dad mutter vater mère père mere pere madre padre mamma papà mãe pai
 moeder vader matka ojciec mama tata
child: son daughter sohn tochter fils fille hijo hija figlio figlia filho filha zoon dochter syn
 córka
cousin: cousin cousine primo prima cugino cugina neef kuzyn kuzynka
relative: uncle aunt nephew niece onkel tante neffe nichte oncle neveu nièce tío tía sobrino
 sobrina zio zia nipote tio tia sobrinho sobrinha oom wujek ciocia
lawyer: lawyer attorney solicitor anwalt anwältin avocat avocate abogado abogada avvocato
 avvocata advogado advogada advocaat prawnik prawniczka adwokat
accountant: accountant bookkeeper steuerberater steuerberaterin buchhalter buchhalterin comptable
 contable contador contadora commercialista contabile contabilista boekhouder księgowa księgowy
doctor: doctor therapist arzt ärztin médecin medico médico médica dokter lekarz lekarka
neighbour: neighbour neighbor nachbar nachbarin voisin voisine vecino vecina vicino vicina vizinho
 vizinha buurman buurvrouw sąsiad sąsiadka
client: client customer kunde kundin cliente klant klient klientka
intern: intern trainee praktikant praktikantin stagiaire becario becaria stagista estagiário
 estagiária stażysta stażystka
"""
_DEPARTMENTS = """
finance: finance finanzen finanzabteilung finances finanzas finanza finanze finanças financiën
 finansów finansach
it: IT EDV DSI TI
sales: sales vertrieb verkauf ventes ventas vendite vendas verkoop sprzedaży sprzedaż
marketing: marketing marketingu
people: HR RH personal personalabteilung personeelszaken kadr kadrach
legal: legal rechtsabteilung juridique jurídico legale juridische prawnego
accounting: accounting accounts buchhaltung comptabilité compta contabilidad contabilità
 contabilidade boekhouding księgowości
purchasing: purchasing procurement einkauf achats compras acquisti inkoop zakupów zakupach
support: support kundendienst assistenza soporte suporte ondersteuning wsparcia
engineering: engineering entwicklung technik technique ingeniería ingegneria engenharia techniek
operations: operations logistics betrieb logistik opérations logistique operaciones logística
 operazioni logistica operações logistiek logistyki
management: management geschäftsleitung direction dirección direzione direção directie zarządu
reception: reception empfang accueil recepción reception receção receptie recepcji
"""


def _meanings(block: str) -> dict[str, str]:
    meanings: dict[str, str] = {}
    meaning = ""
    for word in block.split():
        if word.endswith(":"):
            meaning = word[:-1]
        else:
            meanings.setdefault(word, meaning)
    return meanings


RELATIONS = _meanings(_RELATIONS)
DEPARTMENTS = _meanings(_DEPARTMENTS)

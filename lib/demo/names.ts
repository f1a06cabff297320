const list = (text: string) => text.trim().split(/\s+/) as [string, ...string[]];

/** Given names from many places, the commoner ones first; picks are skewed towards the start. */
export const givenNames = list(`
  Maria Ana James Mohammed Wei Olivia Liam Emma Noah Sofia Lucas Mia Yusuf Fatima Aisha Hiroshi Yuki Ravi Priya Arjun
  Ananya Chen Li Ming Jin Ji-ho Seo-yeon Amara Kwame Chidi Ngozi Zanele Thabo Lars Ingrid Astrid Sven Freya Björn
  Françoise Amélie Lucie Hugo Louis Chloé Jürgen Käthe Lukas Hannah Greta Matteo Giulia Lorenzo Chiara Alejandro
  Valentina Diego Camila Santiago Lucía José Carmen João Beatriz Thiago Larissa Piotr Zofia Jakub Kateřina Tomáš
  Anastasia Dmitri Olga Ivan Oksana Andriy Elif Mehmet Zeynep Emre Leila Omar Layla Karim Noor Samir Daniela Ethan
  Grace Henry Charlotte Amelia Benjamin Harper Jack Ella Theodore Abigail Samuel Nora Felix Ida Oscar Elsa Leo Maja
  Aoife Niamh Cian Saoirse Rhys Carys Callum Isla Ewan Tane Aroha Kai Leilani Mateo Ximena Nikos Eleni Giorgos`);

export const familyNames = list(`
  Smith Wang Garcia Müller Kim Silva Patel Nguyen Johnson Li Zhang Singh Rodriguez Martinez Chen Kumar Ivanov Sato
  Suzuki Tanaka Yamamoto Park Lee Choi Tran Pham Hansen Johansson Andersson Nielsen Larsen Lindqvist Virtanen Korhonen
  Dubois Moreau Laurent Lefèvre Bernard Rossi Russo Ferrari Esposito Bianchi Fernández González López Sánchez Pérez
  Santos Oliveira Souza Costa Pereira Kowalski Nowak Wiśniewski Novák Svoboda Dvořák Popescu Ionescu Nagy Kovács Tóth
  Horváth Petrov Sokolov Kuznetsov Shevchenko Kovalenko Yılmaz Kaya Demir Çelik Haddad Khoury Rahman Hossain Ahmed
  Khan Malik Sharma Gupta Mehta Reddy Iyer Okafor Adeyemi Mensah Owusu Dlamini Nkosi Mwangi Otieno O'Neill O'Brien
  Murphy Kelly Walsh MacDonald Campbell Stewart Evans Davies Williams Jones Brown Taylor Wilson Clark Lewis Walker
  Hall Young King Wright Baker Fischer Weber Schneider Becker Hoffmann Schäfer Vogel Keller de-Vries Jansen Bakker
  Visser Papadopoulos Nikolaidis Cohen Levi Friedman Katz Tui Ngata Kahale`);

export const mailDomains = {
  'example.com': 38,
  'example.org': 16,
  'example.net': 10,
  'mail.example.com': 9,
  'corp.example': 8,
  'studio.example': 5,
  'uni.example.edu': 5,
  'post.example.de': 4,
  'correo.example.es': 3,
  'sub.mail.example.com': 2,
} as const;

export const cities = {
  London: { country: 'GB', time_zone: 'Europe/London', weight: 12 },
  Berlin: { country: 'DE', time_zone: 'Europe/Berlin', weight: 10 },
  Paris: { country: 'FR', time_zone: 'Europe/Paris', weight: 9 },
  'New York': { country: 'US', time_zone: 'America/New_York', weight: 14 },
  'São Paulo': { country: 'BR', time_zone: 'America/Sao_Paulo', weight: 7 },
  Tokyo: { country: 'JP', time_zone: 'Asia/Tokyo', weight: 8 },
  Mumbai: { country: 'IN', time_zone: 'Asia/Kolkata', weight: 8 },
  Lagos: { country: 'NG', time_zone: 'Africa/Lagos', weight: 5 },
  Madrid: { country: 'ES', time_zone: 'Europe/Madrid', weight: 5 },
  Warsaw: { country: 'PL', time_zone: 'Europe/Warsaw', weight: 4 },
  Sydney: { country: 'AU', time_zone: 'Australia/Sydney', weight: 4 },
  Reykjavík: { country: 'IS', time_zone: 'Atlantic/Reykjavik', weight: 1 },
} as const;

/* Floating point to measure: planets (multiply, add, divide, root), a matrix product in single
 * precision, and conversions. */
typedef unsigned long u64;

struct body {
    double at[3], speed[3], mass;
};

static struct body bodies[5] = {
    {{0, 0, 0}, {0, 0, 0}, 39.47841760435743},
    {{4.84143144246472090, -1.16032004402742839, -0.10362204447112311},
     {0.60632639299583202, 2.81198684491626020, -0.02521836165988763}, 0.03769367487038949},
    {{8.34336671824457987, 4.12479856412430479, -0.40352341711432138},
     {-1.01077434617879236, 1.82566237123041186, 0.00841576137658415}, 0.01128632613196877},
    {{12.8943695621391310, -15.1111514016986312, -0.22330757889265573},
     {1.08279100644153536, 0.86871301816960822, -0.01083263740136364}, 0.00172372405705971},
    {{15.3796971148509165, -25.9193146099879641, 0.17925877295037118},
     {0.97909073224389798, 0.59469899864767617, -0.03475595551233366}, 0.00203368686992463},
};

static void advance(double step)
{
    for (int i = 0; i < 5; i++) {
        for (int j = i + 1; j < 5; j++) {
            double distance[3], square = 0;
            for (int k = 0; k < 3; k++) {
                distance[k] = bodies[i].at[k] - bodies[j].at[k];
                square += distance[k] * distance[k];
            }
            double magnitude = step / (square * __builtin_sqrt(square));
            for (int k = 0; k < 3; k++) {
                bodies[i].speed[k] -= distance[k] * bodies[j].mass * magnitude;
                bodies[j].speed[k] += distance[k] * bodies[i].mass * magnitude;
            }
        }
    }
    for (int i = 0; i < 5; i++)
        for (int k = 0; k < 3; k++)
            bodies[i].at[k] += step * bodies[i].speed[k];
}

#define SIDE 24
static float left[SIDE][SIDE], right[SIDE][SIDE], product[SIDE][SIDE];

static float matrix(u64 round)
{
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            left[i][j] = (float)(long)(i * round + j) * 0.1f;
            right[i][j] = 1.0f / (float)(i + j + 1);
        }
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            float sum = 0;
            for (int k = 0; k < SIDE; k++)
                sum += left[i][k] * right[k][j];
            product[i][j] = sum;
        }
    float largest = 0;
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++)
            if (product[i][j] > largest)
                largest = product[i][j];
    return largest;
}

u64 floats(u64 rounds)
{
    u64 sum = 0;
    for (u64 round = 0; round < rounds; round++) {
        for (int i = 0; i < 40; i++)
            advance(0.01);
        sum = sum * 31 + (u64)(long)(bodies[0].at[0] * 1e12) + (u64)(long)matrix(round);
    }
    return sum;
}
